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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench.compared import A_SECOND, Other, go, talk_of
from bench.plan import Plan
from bench.server import SERVER_CORE, Server, free_port, pin, wait_for
from bench.talk import Talk

WRITERS, OPENING = 20, 20
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


async def _talk(server: Server, size: int, plan: Plan) -> Talk:
    writers = [Occupant(server.port, f"writer-{number}") for number in range(WRITERS)]
    listeners = [Occupant(server.port, f"listener-{number}") for number in range(size)]
    people = writers + listeners
    for start in range(0, len(people), OPENING):
        await asyncio.gather(*(person.open() for person in people[start : start + OPENING]))
    talk = await talk_of(server, listeners, partial(_say, writers), warm_up=3, seconds=plan.talking_seconds)
    await go(people)
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


PROSODY = Other("Prosody", "a group chat", "it was not found (Debian: prosody)", serving, _talk)
