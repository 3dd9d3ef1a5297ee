"""A room with many listening: how soon a message can be read on every page, and what each delivery costs.

Every member does what the page's script does: it hears of a message on its event stream, waits the random while the
page asks it to, and fetches all that is new by the same address. A message counts as readable once its row is there.
Members, writers and readers of the forum are in this one process, on the other core than the server.
"""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from bench.client import exchange, headers_of, parse_head, percentile, request_bytes
from bench.homes import Home
from bench.plan import Plan, say
from bench.server import Server, serving
from bench.streams import uvloop_running
from bench.table import Row
from bench.writes import CSRF

SIZES = (50, 150, 500)
A_SECOND = 5
WRITERS = 20
READABLE_MS, COSTS_MORE = 1000, 1.5
PATIENCE = 15.0
OPENING = 20
READERS, PAUSE = 8, 0.4
Lines = tuple[asyncio.StreamReader, asyncio.StreamWriter]
ROW = re.compile(rb'id="message-(\d+)"')
HEARD = re.compile(rb'"message":(\d+)')


@dataclass
class Page:
    """One member's open page: what it was told of, what can be read on it, and when."""

    port: int
    address: str
    last: int
    gather: tuple[float, float]
    session: str
    heard: list[int] = field(default_factory=list)
    shown: dict[int, float] = field(default_factory=dict)
    failed: int = 0
    fetches: int = 0

    async def open(self) -> None:
        """Open the stream and the line for fetching; return once the server has said that it listens."""
        room = self.address.split("/")[2]
        self._events = await asyncio.open_connection("127.0.0.1", self.port)
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
            block = await self._events[0].readuntil(b"\n\n")
            if b"chat.message_came" in block and (found := HEARD.search(block)):
                self.heard.append(int(found[1]))
                self._news.set()

    async def _follow(self) -> None:
        """Fetch as chat.js does: after a random while, all that is new, one request at a time."""
        while True:
            await self._news.wait()
            await asyncio.sleep(random.uniform(*self.gather))
            self._news.clear()
            try:
                await self._fetch()
            except (OSError, asyncio.IncompleteReadError):
                self._line = None  # the server closes idle lines
                self._news.set()

    async def _fetch(self) -> None:
        self._line = self._line or await asyncio.open_connection("127.0.0.1", self.port)
        headers = headers_of(self.session) | {"HX-Request": "true"}
        self._line[1].write(request_bytes("GET", f"{self.address}messages/?after={self.last}", headers))
        status, told = parse_head((await self._line[0].readuntil(b"\r\n\r\n"))[:-4])
        body = await self._line[0].readexactly(int(told.get("content-length", 0)))
        self.fetches += 1
        if status != 200:
            self.failed += 1
            return
        now = time.perf_counter()
        for number in map(int, ROW.findall(body)):
            if number in self.shown:
                self.failed += 1
            self.shown.setdefault(number, now)
            self.last = max(self.last, number)


@dataclass
class Talk:
    """What was said in one room and how it arrived, in milliseconds."""

    members: int
    readable: list[float] = field(default_factory=list)
    missing: int = 0
    disordered: int = 0
    failed: int = 0
    cost: float = 0.0
    pages: float = 0.0
    fetches: int = 0
    messages: int = 0


def measure(plan: Plan) -> list[Row]:
    """Return the rows for every size, each on a server just started."""
    talks = []
    for size in SIZES:
        say(f"a room with {size} listening")
        with plan.copy(plan.small) as home, serving(home) as server:
            sessions = home.sign_in(size + WRITERS + 1)
            address = home.run("bench/talking_room.py").strip().splitlines()[-1]
            with uvloop_running() as loop:
                talks.append(loop.run_until_complete(_talk(server, home, address, sessions, size, plan)))
    return [*map(_row, talks), _growth(talks[0], talks[-1])]


async def _talk(server: Server, home: Home, address: str, sessions: list[str], size: int, plan: Plan) -> Talk:
    reader, *others = sessions
    writers, members = others[:WRITERS], others[WRITERS:]
    last, gather = await _look(server.port, address, reader)
    pages = [Page(server.port, address, last, gather, session) for session in members]
    for start in range(0, size, OPENING):
        await asyncio.gather(*(page.open() for page in pages[start : start + OPENING]))
    await _say(server.port, address, writers, seconds=3)  # everything once, before it counts
    await asyncio.sleep(2)
    fetches, before = sum(page.fetches for page in pages), server.cpu_seconds
    said = await _say(server.port, address, writers, seconds=plan.talking_seconds)
    await _until_shown(pages, said)
    talk = Talk(size, messages=len(said), fetches=sum(page.fetches for page in pages) - fetches)
    talk.cost = (server.cpu_seconds - before) * 1000 / (len(said) * size)
    _count(talk, pages, said)
    await asyncio.sleep(1)
    await _while_serving(talk, server, home, reader, pages, writers, plan)
    for page in pages:
        page.close()
    await asyncio.sleep(0.1)
    return talk


async def _while_serving(
    talk: Talk, server: Server, home: Home, reader: str, pages: list[Page], writers: list[str], plan: Plan
) -> None:
    """Do the same while a few read the forum; how soon a message is readable is taken from here."""
    finished = asyncio.Event()
    reading = [
        asyncio.ensure_future(_read(server.port, home.thread_page, reader, finished)) for _ in range(READERS)
    ]
    begun = time.perf_counter()
    said = await _say(server.port, pages[0].address, writers, seconds=plan.talking_seconds)
    await _until_shown(pages, said)
    finished.set()
    talk.pages = sum(await asyncio.gather(*reading)) / (time.perf_counter() - begun)
    talk.readable.clear()
    talk.messages += len(said)
    _count(talk, pages, said)


async def _read(port: int, path: str, session: str, finished: asyncio.Event) -> int:
    """Read a page of the forum again and again, with a pause; return how often it came."""
    request = request_bytes("GET", path, headers_of(session))
    line = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    count = 0
    while not finished.is_set():
        status, _ = await exchange(line, request)
        count += status == 200
        await asyncio.sleep(PAUSE)
    line[1].close()
    return count


def _count(talk: Talk, pages: list[Page], said: dict[int, float]) -> None:
    """Note what arrived, where, when and in which order; at the end of a stretch all rows must be there."""
    right = sorted(said)
    for page in pages:
        heard = [number for number in page.heard if number in said]
        shown = [number for number in page.shown if number in said]
        talk.missing += len(said.keys() - page.shown.keys()) + len(said.keys() - set(heard))
        talk.disordered += (heard != sorted(set(heard))) + (shown != right and shown != sorted(shown))
        talk.failed += page.failed
        page.failed = 0
        talk.readable += [(page.shown[number] - said[number]) * 1000 for number in shown]


async def _look(port: int, address: str, session: str) -> tuple[int, tuple[float, float]]:
    """Return the newest message the page shows, and how long it asks its script to gather."""
    line = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    line[1].write(request_bytes("GET", address, headers_of(session)))
    _, told = parse_head((await line[0].readuntil(b"\r\n\r\n"))[:-4])
    page = (await line[0].readexactly(int(told["content-length"]))).decode()
    line[1].close()
    last, gather = re.search(r'data-last="(\d+)"', page), re.search(r'data-gather="(\d+)-(\d+)"', page)
    if not (last and gather):
        raise SystemExit("The page of the room does not say what its script needs.")
    return int(last[1]), (int(gather[1]) / 1000, int(gather[2]) / 1000)


async def _say(port: int, address: str, writers: list[str], *, seconds: float) -> dict[int, float]:
    """Have different members say something at a steady pace; return when each message was begun."""
    lines: dict[str, Lines] = {}
    said: dict[int, float] = {}

    async def one(session: str, number: int) -> None:
        line = lines.pop(session, None) or await asyncio.open_connection("127.0.0.1", port)
        begun = time.perf_counter()
        status, headers = await exchange(line, _message(session, address, number))
        found = re.search(r"#message-(\d+)", headers.get("location", ""))
        if status != 302 or not found:
            raise SystemExit(f"A message was answered with {status}.")
        said[int(found[1])] = begun
        lines[session] = line

    begun, tasks = time.perf_counter(), []
    for number in range(round(seconds * A_SECOND)):
        await asyncio.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))
        tasks.append(asyncio.ensure_future(one(writers[number % len(writers)], number)))
    await asyncio.gather(*tasks)
    for line in lines.values():
        line[1].close()
    return said


def _message(session: str, address: str, number: int) -> bytes:
    """Return the POST of a message as a page without scripts sends it."""
    words = f"I know that well, and it does get lighter, number {number}."
    body = urlencode({"body": words, "nonce": str(uuid4()), "csrfmiddlewaretoken": CSRF}).encode()
    headers = headers_of(session) | {"Content-Type": "application/x-www-form-urlencoded"}
    headers["Cookie"] += f"; csrftoken={CSRF}"
    return request_bytes("POST", f"{address}messages/", headers, body)


async def _until_shown(pages: list[Page], said: dict[int, float]) -> None:
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline and not all(said.keys() <= page.shown.keys() for page in pages):
        await asyncio.sleep(0.05)


def _row(talk: Talk) -> Row:
    p95 = percentile(talk.readable, 95)
    faults = talk.missing + talk.disordered + talk.failed
    return Row(
        f"A room with {talk.members} listening, {A_SECOND} messages a second: readable on the page, p95",
        f"{p95:.0f} ms (p50 {percentile(talk.readable, 50):.0f}), {talk.pages:.0f} forum pages a second meanwhile; "
        f"of {talk.messages} messages {talk.missing} deliveries missing, {talk.disordered} pages in another order, "
        f"{talk.failed} answers wrong; {talk.cost:.2f} ms of server CPU for each message on each page",
        f"< {READABLE_MS} ms; 0; 0; 0",
        p95 < READABLE_MS and not faults,
    )


def _growth(small: Talk, large: Talk) -> Row:
    ratio = large.cost / small.cost
    return Row(
        f"Server CPU for each message on each page, {large.members} : {small.members} listening",
        f"{ratio:.2f} ({large.cost:.2f} : {small.cost:.2f} ms)",
        f"≤ {COSTS_MORE}",
        ratio <= COSTS_MORE,
    )
