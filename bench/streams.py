"""Event streams: how soon an event reaches everybody, what a stream costs, and whether a crowd slows a room.

Every event is a reply posted like any other; its time runs from the moment the request is sent until each stream
has it. Streams and writers are in this one process, on the other core than the server.
"""

import asyncio
import re
import resource
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvloop

from bench.client import exchange, headers_of, load, percentile, reported, request_bytes, start_wrk
from bench.homes import Home
from bench.plan import Plan, say
from bench.server import Server, serving
from bench.table import Row
from bench.writes import reply_request

PACED_MS, SERVING_MS, KIB, SLOWED = 150, 500, 35, 1.3
ROOM = 50
OPENING = 40
PATIENCE = 20.0
MODERATE_PAUSE_MS = 100
POST = re.compile(rb'"post":(\d+)')


class Ears:
    """When each event arrived, over all streams."""

    def __init__(self) -> None:
        self.heard: dict[int, list[float]] = defaultdict(list)


class Listening(asyncio.Protocol):
    """One browser's stream."""

    def __init__(self, ears: Ears, request: bytes) -> None:
        self._ears = ears
        self._request = request
        self._rest = b""
        self.opened: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.is_lost = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        data = self._rest + data
        if not self.opened.done():
            if b"\n\n" in data and b"retry" in data:
                self.opened.set_result(data.startswith(b"HTTP/1.1 200"))
            elif b"\r\n\r\n" in data and not data.startswith(b"HTTP/1.1 200"):
                self.opened.set_result(False)
            else:
                self._rest = data
                return
        whole, _, self._rest = data.rpartition(b"\n\n")
        for found in POST.finditer(whole):
            self._ears.heard[int(found[1])].append(now)

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True
        if not self.opened.done():
            self.opened.set_result(False)


@dataclass
class Crowd:
    """Streams that are open together."""

    ears: Ears
    streams: list[Listening] = field(default_factory=list)

    @property
    def lost(self) -> int:
        return sum(stream.is_lost for stream in self.streams)

    async def leave(self) -> None:
        for stream in self.streams:
            stream.transport.abort()
        await asyncio.sleep(0.5)


@dataclass
class Told:
    """How long events took, in milliseconds: every delivery, and the last stream of each event."""

    deliveries: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    missing: int = 0

    def p95(self) -> str:
        return f"{percentile(self.deliveries, 95):.0f} ms at p95, the last of each {percentile(self.last, 95):.0f} ms"


def measure(plan: Plan) -> list[Row]:
    _allow_many_sockets()
    with plan.copy(plan.small) as home, serving(home) as server:
        sessions = home.sign_in(max(plan.held, plan.streams) + ROOM + 1)
        with uvloop_running() as loop:
            rows = loop.run_until_complete(_everybody(server, home, sessions, plan))
    with plan.copy(plan.small) as home, serving(home) as server:
        sessions = home.sign_in(plan.held + ROOM + 1)
        with uvloop_running() as loop:
            rows += loop.run_until_complete(_room(server, home, sessions, plan))
    return rows


@contextmanager
def uvloop_running() -> Iterator[asyncio.AbstractEventLoop]:
    loop = uvloop.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        loop.close()
        asyncio.set_event_loop(None)


def _allow_many_sockets() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _everybody(server: Server, home: Home, sessions: list[str], plan: Plan) -> list[Row]:
    """One event to all of the streams: in peace, while pages are served, and what a stream weighs."""
    say(f"{plan.streams:,} streams")
    thread = home.filled["hot_thread"]
    writer, *listeners = sessions
    await _warm_up(server, home, writer)
    before = server.memory_bytes
    begun = time.perf_counter()
    crowd = await _open(server, listeners[: plan.streams], [thread])
    opening = time.perf_counter() - begun
    each = (server.memory_bytes - before) / len(crowd.streams) / 1024
    paced = await _tell(server, crowd, thread, writer, plan.events, every=1.0)
    say("the same while pages are served")
    serving_moderately, pages = await _tell_while_serving(server, home, crowd, thread, sessions[:2], plan)
    say("the same while as many pages are served as can be")
    flooded, most_pages = await _tell_while_serving(
        server, home, crowd, thread, sessions[:2], plan, pause_ms=0
    )
    lost, missing = crowd.lost, paced.missing + serving_moderately.missing + flooded.missing
    await crowd.leave()
    return [
        Row(f"One event to {plan.streams:,} streams, one a second", paced.p95(), f"≤ {PACED_MS} ms",
            percentile(paced.last, 95) <= PACED_MS),
        Row(f"One event to {plan.streams:,} streams while pages are served",
            f"{serving_moderately.p95()} ({pages:.0f} pages a second)", f"≤ {SERVING_MS} ms",
            percentile(serving_moderately.last, 95) <= SERVING_MS),
        Row(f"One event to {plan.streams:,} streams while the server has all the pages it can serve",
            f"{flooded.p95()} ({most_pages:.0f} pages a second)"),
        Row("Memory of one stream", f"{each:.1f} KiB", f"≤ {KIB} KB", each <= KIB),
        Row("Events that did not arrive; streams that broke", f"{missing}; {lost}", "0; 0", not missing and not lost),
        Row("Streams opened a second", f"{len(crowd.streams) / opening:.0f}"),
    ]  # fmt: skip


async def _room(server: Server, home: Home, sessions: list[str], plan: Plan) -> list[Row]:
    """A room of 50 alone, among many other streams, and alone again."""
    say(f"a room of {ROOM}, with and without {plan.held:,} other streams")
    thread = home.filled["hot_thread"]
    elsewhere = home.threads(20)
    writer, *listeners = sessions
    await _warm_up(server, home, writer)
    room = await _open(server, listeners[:ROOM], [thread])
    alone = await _tell(server, room, thread, writer, plan.events, every=0.5)
    before = server.memory_bytes
    others = await _open(server, listeners[ROOM:], elsewhere)
    each = (server.memory_bytes - before) / len(others.streams) / 1024
    await asyncio.sleep(2)
    among = await _tell(server, room, thread, writer, plan.events * 2, every=0.5)
    held = len(others.streams) - others.lost
    await others.leave()
    await asyncio.sleep(2)
    again = await _tell(server, room, thread, writer, plan.events, every=0.5)
    await room.leave()
    without = percentile([*alone.deliveries, *again.deliveries], 95)
    ratio = percentile(among.deliveries, 95) / without
    missing = alone.missing + among.missing + again.missing
    return [
        Row(f"A room of {ROOM} with {plan.held:,} other streams : without, p95",
            f"{ratio:.2f} ({percentile(among.deliveries, 95):.1f} : {without:.1f} ms), {held:,} held, {missing} "
            "events missing", f"≤ {SLOWED}, all held", ratio <= SLOWED and held == plan.held and not missing),
        Row(f"Memory of one stream among {plan.held:,}", f"{each:.1f} KiB"),
    ]  # fmt: skip


async def _warm_up(server: Server, home: Home, session: str) -> None:
    """Let the server have done everything once, so that memory counts streams and not the first page."""
    crowd = await _open(server, [session] * 20, [home.filled["hot_thread"]])
    await _tell(server, crowd, home.filled["hot_thread"], session, 3, every=0.1)
    await crowd.leave()
    await asyncio.to_thread(load, server.port, home.thread_page, session, seconds=1)


async def _open(server: Server, sessions: list[str], threads: list[int]) -> Crowd:
    """Open a stream for each session, forty at a time; every one of them must open."""
    crowd = Crowd(Ears())
    for start in range(0, len(sessions), OPENING):
        some = sessions[start : start + OPENING]
        opened = await asyncio.gather(
            *(_listen(server, crowd, session, threads, start + number) for number, session in enumerate(some))
        )
        if not all(opened):
            raise SystemExit(f"{opened.count(False)} of {len(opened)} streams were refused.")
    return crowd


async def _listen(server: Server, crowd: Crowd, session: str, threads: list[int], number: int) -> bool:
    topics = f"thread:{threads[number % len(threads)]}"
    request = request_bytes("GET", f"/events?topics={topics}", headers_of(session))
    # One address has 28,000 ports; taking turns keeps clear of those still closing.
    source = (f"127.0.0.{2 + number % 4}", 0)
    _, stream = await asyncio.get_running_loop().create_connection(
        lambda: Listening(crowd.ears, request), "127.0.0.1", server.port, local_addr=source
    )
    crowd.streams.append(stream)
    return await stream.opened


async def _tell(
    server: Server, crowd: Crowd, thread: int, session: str, events: int, *, every: float
) -> Told:
    """Post replies at a steady pace and take the time until everybody has heard of each."""
    line = await asyncio.open_connection("127.0.0.1", server.port)
    told = Told()
    for number in range(events):
        begun = time.perf_counter()
        status, headers = await exchange(
            line, reply_request(session, thread, f"One more thing, number {number}.")
        )
        if status != 302:
            raise SystemExit(f"A reply was answered with {status}.")
        post = int(headers["location"].rpartition("#post-")[2])
        await _until(lambda post=post: len(crowd.ears.heard[post]) >= len(crowd.streams))
        taken = [(at - begun) * 1000 for at in crowd.ears.heard.pop(post)]
        told.missing += len(crowd.streams) - len(taken)
        told.deliveries += taken
        told.last.append(max(taken, default=PATIENCE * 1000))
        await asyncio.sleep(max(0.0, begun + every - time.perf_counter()))
    line[1].close()
    return told


async def _tell_while_serving(
    server: Server, home: Home, crowd: Crowd, thread: int, sessions: list[str], plan: Plan,
    *, pause_ms: int = MODERATE_PAUSE_MS,
) -> tuple[Told, float]:  # fmt: skip
    """Do the same while others read another thread; return also how many pages they got a second."""
    writer, reader = sessions
    other = home.threads(1, replies=(10, 60))[0]
    if not shutil.which("wrk"):
        return Told(last=[float("nan")]), 0.0
    process = start_wrk(
        server.port, f"/threads/{other}/", reader, seconds=plan.events + 2, pause_ms=pause_ms, connections=8
    )
    await asyncio.sleep(1)
    told = await _tell(server, crowd, thread, writer, plan.events, every=1.0)
    found = await asyncio.to_thread(reported, process)
    return told, found.per_second


async def _until(condition: object) -> None:
    deadline = time.perf_counter() + PATIENCE
    while not condition() and time.perf_counter() < deadline:  # type: ignore[operator]
        await asyncio.sleep(0.005)
