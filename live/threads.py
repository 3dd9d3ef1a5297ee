"""Asking the database from the event loop, in a few threads of its own so that pages cannot starve it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

Answer = TypeVar("Answer")
Question = ParamSpec("Question")


class DatabaseThreads:
    """A fixed number of threads that give their connections back after every question."""

    def __init__(self, count: int, name: str) -> None:
        self._executor = ThreadPoolExecutor(count, thread_name_prefix=name)

    async def ask(
        self, question: Callable[Question, Answer], *args: Question.args, **kwargs: Question.kwargs
    ) -> Answer:
        """Run the question in a thread and return its answer, or raise what it raised."""

        def answer() -> Answer:
            close_old_connections()
            try:
                return question(*args, **kwargs)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._executor, answer)

    async def close(self) -> None:
        """Wait for the questions being asked; those not yet begun are dropped."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._executor.shutdown)
