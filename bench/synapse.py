"""The same talk in a room of Matrix Synapse, for comparison, with as many in it as it carries here.

SYNAPSE_PYTHON names the Python of an environment in which `matrix-synapse` is installed; without it this is left out.
The server has a folder of its own, asks nobody else anything and is thrown away afterwards. Each listener waits with
one request at a time for what is new, as Matrix clients do; a message counts until it is there at each of them.
"""

import asyncio
import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.client import parse_head, request_bytes
from bench.compared import A_SECOND, Other, go, talk_of
from bench.plan import Plan
from bench.server import SERVER_CORE, Server, free_port, pin, wait_for
from bench.talk import Talk

WRITERS, OPENING = 5, 5
# A delivery costs it several milliseconds, so with five hundred it would only ever fall further behind.
MOST_LISTENERS = 50
EASY: dict[str, Any] = {"per_second": 10_000, "burst_count": 100_000}
CONFIGURATION: dict[str, Any] = {
    "enable_registration": True,
    "enable_registration_without_verification": True,
    "bcrypt_rounds": 4,
    "presence": {"enabled": False},
    "trusted_key_servers": [],
    "federation_domain_whitelist": [],
    "rc_message": EASY,
    "rc_registration": EASY,
    "rc_joins": {"local": EASY, "remote": EASY},
    "rc_joins_per_room": EASY,
    "rc_login": {"address": EASY, "account": EASY, "failed_attempts": EASY},
}
NOTHING: dict[str, Any] = {"types": []}
FILTER = {
    "presence": NOTHING,
    "account_data": NOTHING,
    "room": {
        "state": NOTHING,
        "ephemeral": NOTHING,
        "account_data": NOTHING,
        "timeline": {"types": ["m.room.message"]},
    },
}
API = "/_matrix/client/v3"
SAID = re.compile(r"said-(\d+)\b")


@contextmanager
def serving() -> Iterator[Server | None]:
    """Start Synapse on SQLite, on a core of its own; None where it is not installed."""
    program = os.environ.get("SYNAPSE_PYTHON")
    if not program:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="hearthside-synapse-") as folder:
        run = [program, "-m", "synapse.app.homeserver", "--config-path", "home.yaml"]
        made = [*run, "--server-name", "localhost", "--generate-config", "--report-stats=no"]
        subprocess.run(made, cwd=folder, check=True, capture_output=True)
        port = free_port()
        door = {
            "bind_addresses": ["127.0.0.1"],
            "port": port,
            "type": "http",
            "resources": [{"names": ["client"]}],
        }
        # Every JSON document is a YAML document too.
        (Path(folder) / "ours.yaml").write_text(json.dumps(CONFIGURATION | {"listeners": [door]}))
        process = subprocess.Popen(
            [*run, "--config-path", "ours.yaml"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=lambda: pin(SERVER_CORE),
        )
        try:
            wait_for(port, process)
            yield Server(process.pid, port)
        finally:
            process.terminate()
            process.wait(30)


@dataclass
class Guest:
    """Somebody with an account and one line to the server; what they heard, and when each message was there."""

    port: int
    name: str
    heard: list[int] = field(default_factory=list)
    shown: dict[int, float] = field(default_factory=dict)
    failed: int = 0
    token: str = ""
    _task: asyncio.Task[None] | None = None

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask once and return the answer; anything but a good one ends the run."""
        headers = {"Host": "localhost", "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        told = json.dumps(body).encode() if body is not None else b""
        self._writer.write(request_bytes(method, API + path, headers, told))
        status, head = parse_head((await self._reader.readuntil(b"\r\n\r\n"))[:-4])
        answer = await self._body(head)
        if status != 200:
            raise SystemExit(f"Synapse answered {status} to {path.partition('?')[0]}: {answer[:200]!r}")
        found: dict[str, Any] = json.loads(answer)
        return found

    async def _body(self, head: dict[str, str]) -> bytes:
        if head.get("transfer-encoding") != "chunked":
            return await self._reader.readexactly(int(head.get("content-length", 0)))
        body = b""
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            body += (await self._reader.readexactly(size + 2))[:-2]
        await self._reader.readexactly(2)
        return body

    async def come(self) -> None:
        """Make an account."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        facts = {"username": self.name, "password": self.name, "auth": {"type": "m.login.dummy"}}
        self.token = (await self.ask("POST", "/register", facts))["access_token"]

    async def listen(self, room: str) -> None:
        """Come into the room and wait for what is new from now on."""
        await self.ask("POST", f"/join/{quote(room)}", {})
        wanted = quote(json.dumps(FILTER))
        since = (await self.ask("GET", f"/sync?filter={wanted}"))["next_batch"]
        self._task = asyncio.ensure_future(self._follow(wanted, since))

    async def _follow(self, wanted: str, since: str) -> None:
        while True:
            told = await self.ask("GET", f"/sync?filter={wanted}&since={since}&timeout=30000")
            since, now = told["next_batch"], time.perf_counter()
            for number in map(int, SAID.findall(json.dumps(told.get("rooms", {})))):
                self.heard.append(number)
                self.shown.setdefault(number, now)

    def close(self) -> None:
        if self._task:
            self._task.cancel()
        self._writer.transport.abort()


async def _talk(server: Server, size: int, plan: Plan) -> Talk:
    writers = [Guest(server.port, f"writer{number}") for number in range(WRITERS)]
    listeners = [Guest(server.port, f"listener{number}") for number in range(size)]
    people = writers + listeners
    for start in range(0, len(people), OPENING):
        await asyncio.gather(*(person.come() for person in people[start : start + OPENING]))
    room = (await writers[0].ask("POST", "/createRoom", {"preset": "public_chat"}))["room_id"]
    for writer in writers[1:]:
        await writer.ask("POST", f"/join/{quote(room)}", {})
    for listener in listeners:
        await listener.listen(room)
    talk = await talk_of(
        server, listeners, partial(_say, writers, room), warm_up=2, seconds=plan.talking_seconds
    )
    await go(people)
    return talk


async def _say(writers: list[Guest], room: str, *, first: int, seconds: float) -> dict[int, float]:
    """Have different people say something at a steady pace; return when each message was sent."""
    said: dict[int, float] = {}
    turns = [asyncio.Lock() for _ in writers]

    async def one(number: int) -> None:
        who = number % len(writers)
        said[first + number] = time.perf_counter()
        words = {
            "msgtype": "m.text",
            "body": f"I know that well, and it does get lighter, said-{first + number}",
        }
        async with turns[who]:
            await writers[who].ask("PUT", f"/rooms/{quote(room)}/send/m.room.message/{first + number}", words)

    begun, tasks = time.perf_counter(), []
    for number in range(round(seconds * A_SECOND)):
        await asyncio.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))
        tasks.append(asyncio.ensure_future(one(number)))
    await asyncio.gather(*tasks)
    return said


SYNAPSE = Other(
    "Synapse",
    "a room",
    "SYNAPSE_PYTHON names no Python that has it",
    serving,
    _talk,
    digits=2,
    most=MOST_LISTENERS,
)
