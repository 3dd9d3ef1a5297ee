"""Many circles that begin in the same minute: their members come in and agree on keys, without sound or pictures.

Every member has a session, an event stream and a line of their own and does what the page's scripts do: come in,
promise and open a key to each of the others, give each the secret of the moment, and again whenever somebody comes.
Each message carries its number, so one that is lost, repeated or out of order is seen. Keys are drawn, not reckoned
with: that costs the browsers, not the server.
"""

import asyncio
import json
import random
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench.client import headers_of, parse_head, request_bytes
from bench.writes import CSRF

FIRST_TABLE = 11  # odd and large: nobody waits at a door
GATHERS = 0.015
MOST_AT_ONCE = 32
OPENING = 20
SIGN_OF_LIFE = 25.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
PATIENCE = 240.0
Lines = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Found:
    """What the members of all circles saw; times in milliseconds."""

    joins: list[float] = field(default_factory=list)
    exchanges: int = 0
    said: int = 0
    lost: int = 0
    refused: int = 0
    put_off: int = 0
    under_way: int = 0  # when there was no patience left
    sent_bytes: int = 0
    seconds: float = 0.0


class Member:
    """One member's page."""

    def __init__(self, port: int, session: str, table: int, found: Found) -> None:
        self.port, self.session, self.table, self.found = port, session, table, found
        self.ref = ""
        self.number = 0
        self.waiting: list[dict[str, Any]] = []
        self.fetched: list[int] = []
        self.known: set[int] = set()
        self.links: dict[str, set[str]] = {}
        self.told: dict[str, int] = {}
        self.heard: dict[str, int] = {}
        self.news = asyncio.Event()
        self.line: Lines | None = None
        self.is_busy = False
        self.pause, self.later = FIRST_PAUSE, 0.0
        self.tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Open the event stream; return once the server listens."""
        self.events = await asyncio.open_connection("127.0.0.1", self.port)
        self.events[1].write(request_bytes("GET", "/events", headers_of(self.session)))
        status, _ = parse_head((await self.events[0].readuntil(b"\r\n\r\n"))[:-4])
        if status != 200:
            raise SystemExit(f"A stream was answered with {status}.")
        self.tasks.append(asyncio.ensure_future(self._listen()))

    async def come(self, after: float) -> None:
        """Come in at this moment of the minute, and do one's part until the task is ended."""
        await asyncio.sleep(after)
        begun = time.perf_counter()
        status, state = await self._post(f"/calls/table/{self.table}/join/", urlencode({"way": "listen"}))
        if status != 200:
            self.found.refused += 1
            return
        self.found.joins.append((time.perf_counter() - begun) * 1000)
        self.ref = state["ref"]
        self._hear(state)
        self.news.set()
        self.tasks.append(asyncio.ensure_future(self._follow()))

    def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        for line in (self.events, self.line):
            if line:
                line[1].transport.abort()

    @property
    def rests(self) -> bool:
        """Whether there is nothing left to say or to hear. What was fetched is said at the next sign of life."""
        return bool(self.ref) and not (self.waiting or self.is_busy or self.news.is_set())

    async def _listen(self) -> None:
        while True:
            if b"calls.call_changed" in await self.events[0].readuntil(b"\n\n"):
                self.news.set()

    async def _follow(self) -> None:
        while True:
            if not await self._has_news():
                continue
            self.is_busy = True
            await asyncio.sleep(GATHERS)
            self.news.clear()
            await self._exchange()
            self.is_busy = False

    async def _has_news(self) -> bool:
        """Wait for news; give a sign of life where there are none for a while, as the page does."""
        try:
            await asyncio.wait_for(self.news.wait(), SIGN_OF_LIFE)
        except TimeoutError:
            _, state = await self._post(f"/calls/mine/{self.ref}/here/", "")
            if state and state["news"]:
                self.news.set()
        return self.news.is_set()

    async def _exchange(self) -> None:
        said, fetched = self.waiting[:MOST_AT_ONCE], list(self.fetched)
        told = {"said": said, "fetched": fetched, "way": "listen", "muted": False}
        status, state = await self._post(f"/calls/mine/{self.ref}/exchange/", json.dumps(told))
        if status != 200:
            self.found.put_off += status == 503
            self.found.refused += status != 503
            self.news.set()
            await asyncio.sleep(self.later or self.pause)
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            return
        self.pause = FIRST_PAUSE
        self.found.exchanges += 1
        self.waiting = self.waiting[len(said) :]
        self.fetched = [number for number in self.fetched if number not in fetched]
        self.known.difference_update(fetched)
        self._hear(state)
        fresh = [signal for signal in state["signals"] if signal["id"] not in self.known]
        if "open" in [self._take(signal) for signal in fresh]:
            self._renew()
        if self.waiting:
            self.news.set()

    def _hear(self, state: dict[str, Any]) -> None:
        for each in state["there"]:
            if each["ref"] not in self.links:
                self.links[each["ref"]] = set()
                self._tell(each["ref"], "commit")

    def _take(self, signal: dict[str, Any]) -> str:
        sender, body = signal["from"], json.loads(signal["body"])
        self.known.add(signal["id"])
        self.fetched.append(signal["id"])
        expected = self.heard.get(sender, 0)
        self.found.lost += body["id"] != expected
        self.heard[sender] = body["id"] + 1
        steps = self.links.setdefault(sender, set())
        steps.add(body["step"])
        if body["step"] == "commit":
            self._tell(sender, "open")
        return str(body["step"])

    def _renew(self) -> None:
        """Give the newest secret to everybody with whom a key is agreed on."""
        for other, agreed in self.links.items():
            if "open" in agreed:
                self._tell(other, "give")

    def _tell(self, to: str, step: str) -> None:
        self.number += 1
        body = {"step": step, "id": self.told.get(to, 0), "value": secrets.token_urlsafe(66)}
        self.told[to] = body["id"] + 1
        self.waiting.append({"number": self.number, "to": to, "kind": "key", "body": body})
        self.found.said += 1
        self.news.set()

    async def _post(self, path: str, body: str) -> tuple[int, Any]:
        kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
        headers = headers_of(self.session) | {"Content-Type": kind, "X-CSRFToken": CSRF}
        headers["Cookie"] += f"; csrftoken={CSRF}"
        request = request_bytes("POST", path, headers, body.encode())
        for _ in range(3):  # the server closes idle lines
            try:
                self.line = self.line or await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
                self.line[1].write(request)
                status, told = parse_head((await self.line[0].readuntil(b"\r\n\r\n"))[:-4])
                answer = await self.line[0].readexactly(int(told.get("content-length", 0)))
            except (OSError, RuntimeError, asyncio.IncompleteReadError):  # uvloop: the handler is closed
                self.line = None
                continue
            self.later = float(told.get("retry-after", 0))
            self.found.sent_bytes += len(request) + len(answer)
            if told.get("connection") == "close":
                self.line[1].close()
                self.line = None
            return status, json.loads(answer) if re.match(
                "application/json", told.get("content-type", "")
            ) else None
        return 0, None


async def begin(port: int, sessions: list[str], *, circle: int, within: float) -> Found:
    """Have everybody come in at some moment of this time; return once nobody has anything to say or to fetch."""
    found = Found()
    members = [
        Member(port, session, FIRST_TABLE + 2 * (number // circle), found)
        for number, session in enumerate(sessions)
    ]
    for start in range(0, len(members), OPENING):
        await asyncio.gather(*(member.open() for member in members[start : start + OPENING]))
    begun = time.perf_counter()
    await asyncio.gather(*(member.come(random.uniform(0, within)) for member in members))
    while time.perf_counter() - begun < within + PATIENCE and not all(member.rests for member in members):
        await asyncio.sleep(0.2)
    found.seconds = time.perf_counter() - begun
    by_ref = {member.ref: member for member in members}
    is_quiet = all(member.rests for member in members)
    for member in members:
        unheard = sum(
            count - by_ref[to].heard.get(member.ref, 0) if to in by_ref else count
            for to, count in member.told.items()
        )
        found.lost += unheard if is_quiet else 0
        found.under_way += 0 if is_quiet else unheard
        member.close()
    await asyncio.sleep(0.1)
    return found
