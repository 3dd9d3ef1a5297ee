"""A line to a server that can be cut as a mobile network cuts it: nothing passes, and nobody is told."""

import asyncio
import contextlib
import threading

from bench.trials import free_port


class CuttableLine:
    """Passes bytes between a port of its own and the server's; while cut they stay where they are."""

    def __init__(self, to: int) -> None:
        self.port, self._to = free_port(), to
        self._loop = asyncio.new_event_loop()
        self._flows = asyncio.Event()
        self._flows.set()
        ready = threading.Event()
        threading.Thread(target=self._run, args=[ready], daemon=True).start()
        ready.wait()

    def cut(self) -> None:
        self._loop.call_soon_threadsafe(self._flows.clear)

    def mend(self) -> None:
        self._loop.call_soon_threadsafe(self._flows.set)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop)

    async def _end(self) -> None:
        passing = asyncio.all_tasks() - {asyncio.current_task()}
        for task in passing:
            task.cancel()
        await asyncio.gather(
            *passing, return_exceptions=True
        )  # asyncio complains of one that is left half done
        self._loop.stop()

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._take, "127.0.0.1", self.port))
        ready.set()
        self._loop.run_forever()

    async def _take(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await self._flows.wait()
            there, back = await asyncio.open_connection("127.0.0.1", self._to)
            await asyncio.gather(self._pass(reading, back), self._pass(there, writing))
        writing.close()

    async def _pass(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reading.read(65536):
                await self._flows.wait()
                writing.write(data)
                await writing.drain()
        writing.close()
