"""The same talk in a group chat of Prosody, for comparison: as many in the room, as much said, counted in the same way.

A server of its own with a configuration of its own, thrown away afterwards. Whoever comes in is not announced to the
others, as in our rooms. A message counts from the moment it is sent until it is there at each of those in the room.
"""

import asyncio
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import percentile
from bench.plan import Plan, say
from bench.server import SERVER_CORE, Server, free_port, pin, wait_for
from bench.streams import uvloop_running
from bench.table import Row
from bench.talk import Talk, count, until_shown

A_SECOND, WRITERS, OPENING = 5, 20, 20
HOST, ROOMS = "localhost", "rooms.localhost"
CONFIGURATION = """
run_as_root = true
daemonize = false
pidfile = "{folder}/prosody.pid"
data_path = "{folder}"
log = {{ error = "{folder}/log" }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
c2s_require_encryption = false
modules_enabled = {{ "saslauth" }}
modules_disabled = {{ "s2s", "tls" }}
VirtualHost "localhost"
  authentication = "anonymous"
Component "rooms.localhost" "muc"
  muc_room_locking = false
  muc_room_default_presence_broadcast = {{ visitor = false, participant = false, moderator = false }}
"""
BEGIN = f"<stream:stream to='{HOST}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
SIGN_IN = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"
BIND = "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
COME_IN = (
    "<presence to='talk@{rooms}/{name}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>"
    "</presence>"
)
SAY = "<message type='groupchat' to='talk@{rooms}' id='said-{number}'><body>{words}</body></message>"
SAID = re.compile(rb"id='said-(\d+)'")


@contextmanager
def serving() -> Iterator[Server | None]:
    """Start Prosody on a core of its own; None where it is not installed."""
    program = shutil.which("prosody")
    if not program:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="hearthside-prosody-") as folder:
        port = free_port()
        kept = Path(folder) / "prosody.cfg.lua"
        kept.write_text(CONFIGURATION.format(folder=folder, port=port))
        process = subprocess.Popen(
            [program, "--config", str(kept), "-F"],
            stdout=subprocess.DEVNULL,
            preexec_fn=lambda: pin(SERVER_CORE),
        )
        try:
            wait_for(port, process)
            yield Server(process.pid, port)
        finally:
            process.terminate()
            process.wait(20)


@dataclass
class Occupant:
    """Somebody in the room: what they heard, and when each message was there."""

    port: int
    name: str
    heard: list[int] = field(default_factory=list)
    shown: dict[int, float] = field(default_factory=dict)
    failed: int = 0

    async def open(self) -> None:
        """Sign in without a name and come into the room."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        await self._ask(BEGIN, b"</stream:features>")
        await self._ask(SIGN_IN, b"<success")
        await self._ask(BEGIN, b"</stream:features>")
        await self._ask(BIND, b"</iq>")
        await self._ask(COME_IN.format(rooms=ROOMS, name=self.name), b"code='110'")
        self._task = asyncio.ensure_future(self._listen())

    def say(self, number: int, words: str) -> None:
        self._writer.write(SAY.format(rooms=ROOMS, number=number, words=words).encode())

    def close(self) -> None:
        self._task.cancel()
        self._writer.transport.abort()

    async def _ask(self, words: str, answer: bytes) -> None:
        self._writer.write(words.encode())
        heard = b""
        async with asyncio.timeout(60):
            while answer not in heard:
                heard += await self._reader.read(1 << 16)

    async def _listen(self) -> None:
        rest = b""
        while more := await self._reader.read(1 << 16):
            *whole, rest = (rest + more).split(b"</message>")
            for stanza in whole:
                if found := SAID.search(stanza):
                    self.heard.append(int(found[1]))
                    self.shown.setdefault(int(found[1]), time.perf_counter())


def measure(plan: Plan, sizes: Sequence[int], ours: Talk) -> list[Row]:
    """Return a row for each size; `ours` is our largest room, measured just before. None where there is no Prosody."""
    rows = []
    for size in sizes:
        with serving() as server:
            if server is None:
                say("Prosody is left out: it was not found (Debian: prosody)")
                return []
            say(f"a group chat of Prosody with {size} in it")
            with uvloop_running() as loop:
                rows.append(_row(loop.run_until_complete(_talk(server, size, plan)), ours))
    return rows


async def _talk(server: Server, size: int, plan: Plan) -> Talk:
    writers = [Occupant(server.port, f"writer-{number}") for number in range(WRITERS)]
    listeners = [Occupant(server.port, f"listener-{number}") for number in range(size)]
    people = writers + listeners
    for start in range(0, len(people), OPENING):
        await asyncio.gather(*(person.open() for person in people[start : start + OPENING]))
    await until_shown(listeners, await _say(writers, first=0, seconds=3))
    before = server.cpu_seconds
    said = await _say(writers, first=1_000, seconds=plan.talking_seconds)
    await until_shown(listeners, said)
    talk = Talk(size, messages=len(said))
    talk.cost = (server.cpu_seconds - before) * 1000 / (len(said) * size)
    count(talk, listeners, said)
    for person in people:
        person.close()
    await asyncio.sleep(0.1)
    return talk


async def _say(writers: list[Occupant], *, first: int, seconds: float) -> dict[int, float]:
    """Have different people say something at a steady pace; return when each message was sent."""
    said: dict[int, float] = {}
    begun = time.perf_counter()
    for number in range(round(seconds * A_SECOND)):
        await asyncio.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))
        said[first + number] = time.perf_counter()
        words = f"I know that well, and it does get lighter, number {number}."
        writers[number % len(writers)].say(first + number, words)
    return said


def _row(talk: Talk, ours: Talk) -> Row:
    return Row(
        f"For comparison: Prosody, {talk.members} in a group chat, {A_SECOND} messages a second: at each of them, p95",
        f"{percentile(talk.readable, 95):.0f} ms (p50 {percentile(talk.readable, 50):.0f}); of {talk.messages} said "
        f"{talk.missing} deliveries missing; {talk.cost:.3f} ms of server CPU for each message at each of them "
        f"(ours with {ours.members}: {ours.cost:.3f})",
        "–",
        None,
    )
