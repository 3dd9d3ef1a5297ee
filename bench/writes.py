"""Fifty people answering at once: what they are told, how long it takes, and whether all of it is there."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from uuid import uuid4

from bench.client import exchange, headers_of, percentile, request_bytes
from bench.homes import Home, on_postgres, postgres_answers
from bench.plan import Plan, say
from bench.server import serving
from bench.table import Row

WRITERS = 50
CSRF = "hearthsidebenchhearthsidebench42"
WORDS = "It took me a while to find words for this. I have been there, and what you write sounds familiar. "


@dataclass
class Written:
    """What the writers were told."""

    took: list[float] = field(default_factory=list)
    problems: dict[str, int] = field(default_factory=dict)

    def note(self, problem: str) -> None:
        self.problems[problem] = self.problems.get(problem, 0) + 1


def measure(plan: Plan) -> list[Row]:
    with plan.copy(plan.small) as home:
        rows = _on(home, "SQLite", plan)
    if why := postgres_answers():
        return [*rows, Row("50 writers, PostgreSQL", f"not measured: {why}", "0 errors")]
    with TemporaryDirectory() as folder, on_postgres(Path(folder) / "home", plan.small) as home:
        return rows + _on(home, "PostgreSQL", plan)


def _on(home: Home, database: str, plan: Plan) -> list[Row]:
    rows = []
    with serving(home) as server:
        sessions = home.sign_in(WRITERS)
        for what, threads in (("one thread", [home.filled["hot_thread"]]), ("20 threads", home.threads(20))):
            say(f"50 writers in {what}, {database}")
            before = home.count_replies()
            written = asyncio.run(_write(server.port, sessions, threads, plan.writing_seconds))
            stored = home.count_replies() - before
            rows.append(_row(what, database, written, stored, plan.writing_seconds))
    return rows


def _row(what: str, database: str, written: Written, stored: int, seconds: float) -> Row:
    errors = sum(written.problems.values())
    told = "".join(f"; {problem} × {count}" for problem, count in written.problems.items())
    missing = len(written.took) - stored
    return Row(
        f"50 writers in {what}, {database}: errors; acknowledged replies missing",
        f"{errors}; {missing} ({len(written.took) / seconds:.0f} replies a second, p50 "
        f"{percentile(written.took, 50):.0f} ms, p95 {percentile(written.took, 95):.0f} ms{told})",
        "0; 0",
        not errors and missing <= 0,
    )


async def _write(port: int, sessions: list[str], threads: list[int], seconds: float) -> Written:
    written = Written()
    until = time.perf_counter() + seconds
    await asyncio.gather(
        *(
            _writer(port, session, threads[number % len(threads)], until, written)
            for number, session in enumerate(sessions)
        )
    )
    return written


async def _writer(port: int, session: str, thread: int, until: float, written: Written) -> None:
    line = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        request = reply_request(session, thread, WORDS * 3)
        begun = time.perf_counter()
        try:
            status, headers = await exchange(line, request)
        except (OSError, asyncio.IncompleteReadError) as problem:
            written.note(type(problem).__name__)
            line = await asyncio.open_connection("127.0.0.1", port)
            continue
        if status == 302 and "#post-" in headers.get("location", ""):
            written.took.append((time.perf_counter() - begun) * 1000)
        else:
            written.note(f"answer {status}")
    line[1].close()


def reply_request(session: str, thread: int, words: str) -> bytes:
    """Return the POST of a reply as a page without scripts sends it."""
    body = urlencode({"body": words, "nonce": str(uuid4()), "csrfmiddlewaretoken": CSRF}).encode()
    headers = headers_of(session) | {"Content-Type": "application/x-www-form-urlencoded"}
    headers["Cookie"] += f"; csrftoken={CSRF}"
    return request_bytes("POST", f"/threads/{thread}/replies/", headers, body)
