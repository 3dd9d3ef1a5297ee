"""Open pages of a room: as many as wanted that do what the page's script does, and one in a real browser."""

import asyncio
import json
import os
import random
import re
import shutil
import time
from collections.abc import Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page as BrowserPage
from playwright.async_api import async_playwright

from bench.client import headers_of, parse_head, request_bytes

ROW = re.compile(r'id="message-(\d+)"')
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
Lines = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Facts:
    """What the page of the room tells its script."""

    last: int
    gather: tuple[float, float]
    language: str


@dataclass
class Page:
    """One member's open page: what it was told of, what can be read on it, and when.

    It does as chat.js: a row that comes along with the event is put in at once; where none comes it waits a random
    while and fetches all that is new, and until that is there it goes on asking from the last that was certain.
    """

    port: int
    address: str
    facts: Facts
    session: str
    heard: list[int] = field(default_factory=list)
    shown: dict[int, float] = field(default_factory=dict)
    failed: int = 0
    fetches: int = 0

    async def open(self) -> None:
        """Open the stream and the line for fetching; return once the server has said that it listens."""
        self._last, self._is_behind = self.facts.last, False
        room = self.address.split("/")[2]
        self._events = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        topic = request_bytes("GET", f"/events?topics=room:{room}", headers_of(self.session))
        self._events[1].write(topic)
        status, _ = parse_head((await self._events[0].readuntil(b"\r\n\r\n"))[:-4])
        if status != 200:
            raise SystemExit(f"A stream was answered with {status}.")
        await self._events[0].readuntil(b"\n\n")
        self._line: Lines | None = None
        self._news = asyncio.Event()
        self._tasks = [asyncio.ensure_future(deed) for deed in (self._listen(), self._follow())]

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for line in (self._events, self._line):
            if line:
                line[1].transport.abort()

    async def _listen(self) -> None:
        while True:
            block = (await self._events[0].readuntil(b"\n\n")).decode()
            fields = dict(line.partition(": ")[::2] for line in block.splitlines() if ": " in line)
            if fields.get("event") == "chat.message_came":
                self._came(json.loads(fields["data"]))

    def _came(self, told: dict[str, Any]) -> None:
        number = told["message"]
        self.heard.append(number)
        if told.get("row") and told["language"] == self.facts.language:
            self._show(ROW.findall(told["row"]))
            if not self._is_behind:
                self._last = max(self._last, number)
                return
        self._is_behind = True
        self._news.set()

    async def _follow(self) -> None:
        """Fetch as chat.js does: after a random while, all that is new, one request at a time."""
        while True:
            await self._news.wait()
            await asyncio.sleep(random.uniform(*self.facts.gather))
            self._news.clear()
            try:
                await self._fetch()
            except (OSError, asyncio.IncompleteReadError):
                self._line = None  # the server closes idle lines
                self._news.set()

    async def _fetch(self) -> None:
        self._line = self._line or await asyncio.open_connection("127.0.0.1", self.port)
        headers = headers_of(self.session) | {"HX-Request": "true"}
        self._line[1].write(request_bytes("GET", f"{self.address}messages/?after={self._last}", headers))
        status, told = parse_head((await self._line[0].readuntil(b"\r\n\r\n"))[:-4])
        body = await self._line[0].readexactly(int(told.get("content-length", 0)))
        self.fetches += 1
        if status != 200:
            self.failed += 1
            return
        found = ROW.findall(body.decode())
        self._show(found)
        self._last = max([self._last, *map(int, found)])
        self._is_behind = self._news.is_set()

    def _show(self, found: Iterable[str]) -> None:
        now = time.perf_counter()
        for number in map(int, found):
            self.shown.setdefault(number, now)


# Notes the moment at which each row is in the page, by the clock of the machine.
WATCH = """
(() => {
  window.rowsAt = {};
  new MutationObserver((changes) => {
    const now = performance.timeOrigin + performance.now();
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node.dataset?.message) window.rowsAt[node.dataset.message] ??= now;
  }).observe(document, { childList: true, subtree: true });
})();
"""


class RealPage:
    """The room in Chromium, with the page's own script; it only looks at what is put into the page."""

    def __init__(self, page: BrowserPage) -> None:
        self._page = page

    async def shown(self) -> dict[int, float]:
        """Return when each row came into the page, in seconds of the clock of `time.time`, in the order of the page."""
        times = await self._page.evaluate("window.rowsAt")
        order = await self._page.eval_on_selector_all(
            "[data-message]", "all => all.map(one => one.dataset.message)"
        )
        return {int(number): times[number] / 1000 for number in order if number in times}


@asynccontextmanager
async def real_page(port: int, address: str, session: str) -> Any:
    """Give the room as a real browser shows it, None where there is no Chromium."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        yield None
        return
    origin = f"http://127.0.0.1:{port}"
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        context = await chromium.new_context()
        await context.add_cookies([{"name": "session", "value": session, "url": origin}])
        await context.add_init_script(WATCH)
        page = await context.new_page()
        async with page.expect_request("**/events?*"):
            await page.goto(origin + address, wait_until="load")
        yield RealPage(page)
        await chromium.close()
