"""A browser's side of the event stream, without a network: it opens streams and reads what is written."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from django.db import connection

from live import outbox, topics
from live.events import listen
from live.hub import Hub

PATIENCE = 30.0


def settle() -> None:
    """Wait for transactions of other tests on the same PostgreSQL server, which hold events back."""
    deadline = time.monotonic() + PATIENCE
    while outbox.after(outbox.START).held_back and time.monotonic() < deadline:
        time.sleep(0.02)


async def elsewhere(work: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Run it in another thread, as a page does while the event loop goes on."""

    def run() -> None:
        try:
            work(*args, **kwargs)
        finally:
            connection.close()

    await asyncio.to_thread(run)


class Session:
    """Stands for people: who is behind a session key, and what they may hear. Tests change it as they go."""

    def __init__(self) -> None:
        self.members: dict[str, int] = {"asha": 1, "ben": 2}
        self.hidden: dict[int, set[int]] = {}
        self.closed_threads: set[int] = set()
        self.good_for = 600.0

    def identify(self, key: str) -> topics.Listener | None:
        member_id = self.members.get(key)
        if member_id is None:
            return None
        return topics.Listener(member_id, frozenset(self.hidden.get(member_id, ())), member_id, self.good_for)

    def may_listen(self, member: int, thread_id: int) -> bool:
        return thread_id not in self.closed_threads


class Browser:
    """One open request for /events."""

    def __init__(self, hub: Hub, query: str, who: str, headers: dict[str, str], method: str) -> None:
        self.status = 0
        self.text = ""
        self.closed = self.cut = False
        self.reads_on = asyncio.Event()
        self.reads_on.set()
        self._gone = asyncio.Event()
        sent = {"cookie": f"session={who}", **headers} if who else headers
        scope = {
            "method": method,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "extensions": {"hearthside.abort": self._abort},
        }
        self.task = asyncio.create_task(listen(hub, scope, self._receive, self._send))

    @property
    def events(self) -> list[tuple[str, str, str]]:
        """Return (id, kind, data) of every event so far, leaving out those a browser takes for old ones."""
        found = []
        reached = outbox.START
        for block in self.text.split("\n\n"):
            fields = dict(line.partition(": ")[::2] for line in block.split("\n"))
            cursor = outbox.Cursor.parse(fields["id"]) if "id" in fields else None
            is_news = cursor is None or cursor > reached or fields.get("event") == "reset"
            reached = max(reached, cursor or reached)
            if "event" in fields and is_news:
                found.append((fields.get("id", ""), fields["event"], fields["data"]))
        return found

    @property
    def kinds(self) -> list[str]:
        return [kind for _, kind, _ in self.events]

    @property
    def last_id(self) -> str:
        return [line[4:] for line in self.text.split("\n") if line.startswith("id: ")][-1]

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait for something to become true, with patience but not for ever."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.005)

    async def opened(self) -> "Browser":
        await self.until(lambda: "id: " in self.text or self.task.done())
        return self

    async def leave(self) -> None:
        self._gone.set()
        await self.task

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if not self.reads_on.is_set():
            await self.reads_on.wait()
        if "status" in message:
            self.status = message["status"]
        else:
            self.text += message["body"].decode()
            self.closed = not message.get("more_body", False)
        if self.closed:
            self._gone.set()

    def _abort(self) -> None:
        self.cut = True
        self._gone.set()


class House:
    """A running hub, and browsers that listen to it."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._browsers: list[Browser] = []

    async def open(
        self, query: str = "topics=thread:1", *, who: str = "asha", method: str = "GET", **headers: str
    ) -> Browser:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._browsers.append(Browser(self.hub, query, who, named, method))
        return await self._browsers[-1].opened()

    async def close(self) -> None:
        for browser in self._browsers:
            browser.reads_on.set()
            await browser.leave()


@asynccontextmanager
async def house() -> AsyncIterator[House]:
    hub = Hub()
    await hub.start()
    built = House(hub)
    try:
        yield built
    finally:
        await built.close()
        await hub.stop()
