"""A room with many listening: how soon a message can be read on every page, and what each delivery costs.

Every member does what the page's script does with what comes on its event stream (see room_pages.py), and one more has
the room open in a real browser. A message counts as readable once its row is there. Members, writers and readers of the
forum are in this one process, on the other core than the server.
"""

import asyncio
import re
import time
from urllib.parse import urlencode
from uuid import uuid4

from bench import compared
from bench.client import exchange, headers_of, parse_head, percentile, request_bytes
from bench.homes import Home
from bench.plan import Plan, say
from bench.prosody import PROSODY
from bench.room_pages import Facts, Lines, Page, RealPage, real_page
from bench.server import Server, serving
from bench.streams import uvloop_running
from bench.synapse import SYNAPSE
from bench.table import Row
from bench.talk import Talk, count, until_shown
from bench.writes import CSRF

SIZES = (50, 150, 500)
A_SECOND = 5
WRITERS = 20
READABLE_MS, COSTS_MORE = 1000, 1.5
OPENING = 20
READERS, PAUSE = 8, 0.4


def measure(plan: Plan) -> list[Row]:
    """Return the rows for every size, each on a server just started."""
    talks = []
    for size in SIZES:
        say(f"a room with {size} listening")
        with plan.copy(plan.small) as home, serving(home) as server:
            sessions = home.sign_in(size + WRITERS + 2)
            address = home.run("bench/talking_room.py").strip().splitlines()[-1]
            with uvloop_running() as loop:
                talks.append(loop.run_until_complete(_talk(server, home, address, sessions, size, plan)))
    rows = [*map(_row, talks), _growth(talks[0], talks[-1])]
    others = (compared.measure(other, plan, SIZES, talks[-1]) for other in (PROSODY, SYNAPSE))
    return rows + [row for part in others for row in part]


async def _talk(server: Server, home: Home, address: str, sessions: list[str], size: int, plan: Plan) -> Talk:
    reader, watcher, *others = sessions
    writers, members = others[:WRITERS], others[WRITERS:]
    facts = await _look(server.port, address, reader)
    pages = [Page(server.port, address, facts, session) for session in members]
    for start in range(0, size, OPENING):
        await asyncio.gather(*(page.open() for page in pages[start : start + OPENING]))
    await _say(server.port, address, writers, seconds=3)  # everything once, before it counts
    await asyncio.sleep(2)
    fetches, before = sum(page.fetches for page in pages), server.cpu_seconds
    said = await _say(server.port, address, writers, seconds=plan.talking_seconds)
    await until_shown(pages, said)
    talk = Talk(size, messages=len(said), fetches=sum(page.fetches for page in pages) - fetches)
    talk.cost = (server.cpu_seconds - before) * 1000 / (len(said) * size)
    count(talk, pages, said)
    async with real_page(server.port, address, watcher) as browser:
        await asyncio.sleep(1)
        await _while_serving(talk, server, home, reader, pages, writers, plan, browser)
    for page in pages:
        page.close()
    await asyncio.sleep(0.1)
    return talk


async def _while_serving(
    talk: Talk, server: Server, home: Home, reader: str, pages: list[Page], writers: list[str], plan: Plan,
    browser: RealPage | None,
) -> None:  # fmt: skip
    """Do the same while a few read the forum; how soon a message is readable is taken from here."""
    finished = asyncio.Event()
    reading = [
        asyncio.ensure_future(_read(server.port, home.thread_page, reader, finished)) for _ in range(READERS)
    ]
    begun = time.perf_counter()
    said = await _say(server.port, pages[0].address, writers, seconds=plan.talking_seconds)
    await until_shown(pages, said)
    finished.set()
    talk.pages = sum(await asyncio.gather(*reading)) / (time.perf_counter() - begun)
    talk.readable.clear()
    talk.messages += len(said)
    count(talk, pages, said)
    if browser:
        await _count_in_browser(talk, browser, said)


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


async def _count_in_browser(talk: Talk, browser: RealPage, said: dict[int, float]) -> None:
    """Hold what the real page shows against what was said; its clock counts from another beginning."""
    shown = await browser.shown()
    begun_at = time.time() - time.perf_counter()
    in_order = [number for number in shown if number in said]
    talk.missing += len(said.keys() - shown.keys())
    talk.disordered += in_order != sorted(in_order)
    talk.in_browser = [(shown[number] - begun_at - said[number]) * 1000 for number in in_order]


async def _look(port: int, address: str, session: str) -> Facts:
    """Return the newest message the page shows, how long it asks its script to gather, and its language."""
    line = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    line[1].write(request_bytes("GET", address, headers_of(session)))
    _, told = parse_head((await line[0].readuntil(b"\r\n\r\n"))[:-4])
    page = (await line[0].readexactly(int(told["content-length"]))).decode()
    line[1].close()
    last, gather = re.search(r'data-last="(\d+)"', page), re.search(r'data-gather="(\d+)-(\d+)"', page)
    language = re.search(r'<html lang="([^"]+)"', page)
    if not (last and gather and language):
        raise SystemExit("The page of the room does not say what its script needs.")
    return Facts(int(last[1]), (int(gather[1]) / 1000, int(gather[2]) / 1000), language[1])


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


def _row(talk: Talk) -> Row:
    p95 = percentile(talk.readable, 95)
    faults = talk.missing + talk.disordered + talk.failed
    return Row(
        f"A room with {talk.members} listening, {A_SECOND} messages a second: readable on the page, p95",
        f"{p95:.0f} ms (p50 {percentile(talk.readable, 50):.0f}), {talk.pages:.0f} forum pages a second meanwhile; "
        f"of {talk.messages} messages {talk.missing} deliveries missing, {talk.disordered} pages in another order, "
        f"{talk.failed} answers wrong; {talk.cost:.2f} ms of server CPU for each message on each page"
        + (f"; in a real browser p95 {percentile(talk.in_browser, 95):.0f} ms" if talk.in_browser else ""),
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
