"""Asking for pages: one after the other on one line, or as many as the server can answer."""

import asyncio
import atexit
import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median, quantiles

from bench.server import LOAD_CORE

CONNECTIONS = 16
IDLE = 8  # seconds; the server closes lines that were idle for a while, as browsers know
REPORT = """
done = function(summary, latency, requests)
  local errors = summary.errors
  io.stderr:write(string.format(
    '{"requests": %d, "seconds": %f, "p50": %f, "p95": %f, "failed": %d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""
PACE = "function delay() return %d end\n"


@dataclass(frozen=True)
class Load:
    """What a stretch of asking gave; times in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p95: float
    failed: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


@dataclass(frozen=True)
class Reply:
    """One answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes
    bytes_received: int


class Line:
    """One kept-alive connection, used like a browser would: one request after the other."""

    def __init__(self, port: int, session: str = "", *, gzip: bool = False) -> None:
        self._port = port
        self.headers = headers_of(session, gzip=gzip)
        self._connect()

    def _connect(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), 60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._used = time.monotonic()

    def get(self, path: str) -> Reply:
        if time.monotonic() - self._used > IDLE:
            self.close()
            self._connect()
        self._used = time.monotonic()
        self._socket.sendall(request_bytes("GET", path, self.headers))
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        status, headers = parse_head(head)
        length = int(headers.get("content-length", 0))
        pieces, size = [body], len(body)
        while size < length:
            pieces.append(self._more())
            size += len(pieces[-1])
        return Reply(status, headers, b"".join(pieces), len(head) + 4 + size)

    def timed(self, path: str) -> float:
        """Return how many milliseconds the page took; it must be a page."""
        begun = time.perf_counter()
        reply = self.get(path)
        took = time.perf_counter() - begun
        if reply.status != 200:
            raise SystemExit(f"{path} answered {reply.status}, so nothing can be measured.")
        return took * 1000

    def close(self) -> None:
        self._socket.close()

    def _more(self) -> bytes:
        data = self._socket.recv(262_144)
        if not data:
            raise SystemExit("The server hung up in the middle of an answer.")
        return data


def headers_of(session: str, *, gzip: bool = False) -> dict[str, str]:
    """Return what a browser with this session sends."""
    headers = {"Host": "127.0.0.1", "Accept": "text/html"}
    if session:
        headers["Cookie"] = f"session={session}"
    if gzip:
        headers["Accept-Encoding"] = "gzip, deflate, br"
    return headers


def request_bytes(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def parse_head(head: bytes) -> tuple[int, dict[str, str]]:
    first, *rest = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in rest)
    return int(first.split()[1]), {name.lower(): value for name, _, value in pairs}


def load(
    port: int, path: str, session: str = "", *, seconds: float = 2, gzip: bool = False, pause_ms: int = 0
) -> Load:
    """Ask on 16 lines at once, with wrk where there is one."""
    if not shutil.which("wrk"):
        return asyncio.run(_load_ourselves(port, path, headers_of(session, gzip=gzip), seconds))
    return reported(start_wrk(port, path, session, seconds=seconds, gzip=gzip, pause_ms=pause_ms))


def start_wrk(
    port: int, path: str, session: str = "", *, seconds: float, gzip: bool = False, pause_ms: int = 0,
    connections: int = CONNECTIONS,
) -> "subprocess.Popen[bytes]":  # fmt: skip
    """Start wrk on the load's core; `reported` waits for what it found."""
    given = [f"-H{name}: {value}" for name, value in headers_of(session, gzip=gzip).items()]
    return subprocess.Popen(
        ["taskset", "-c", str(LOAD_CORE), "wrk", "-t1", f"-c{connections}", f"-d{round(seconds)}s", *given,
         f"-s{_script(pause_ms)}", f"http://127.0.0.1:{port}{path}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def reported(process: "subprocess.Popen[bytes]") -> Load:
    """Wait for wrk and return what it found."""
    _, told = process.communicate()
    try:
        return Load(**json.loads(told.decode().splitlines()[-1]))
    except (ValueError, IndexError):
        raise SystemExit(f"wrk said: {told.decode()}") from None


@cache
def _script(pause_ms: int) -> str:
    """Return the path of wrk's instructions, which stay for the length of the run."""
    folder = tempfile.mkdtemp(prefix="hearthside-wrk-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    script = Path(folder) / "report.lua"
    script.write_text(REPORT + (PACE % pause_ms if pause_ms else ""))
    return str(script)


async def _load_ourselves(port: int, path: str, headers: dict[str, str], seconds: float) -> Load:
    request = request_bytes("GET", path, headers)
    begun = time.perf_counter()
    taken: list[float] = []
    failed = 0

    async def reader() -> None:
        nonlocal failed
        line = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        while time.perf_counter() - begun < seconds:
            asked = time.perf_counter()
            status, _ = await exchange(line, request)
            failed += status != 200
            taken.append((time.perf_counter() - asked) * 1000)
        line[1].close()

    await asyncio.gather(*(reader() for _ in range(CONNECTIONS)))
    return Load(len(taken), time.perf_counter() - begun, percentile(taken, 50), percentile(taken, 95), failed)


async def exchange(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes
) -> tuple[int, dict[str, str]]:
    """Send one request, take the whole answer, return its status and headers."""
    answers, sending = line
    sending.write(request)
    status, headers = parse_head((await answers.readuntil(b"\r\n\r\n"))[:-4])
    await answers.readexactly(int(headers.get("content-length", 0)))
    return status, headers


def percentile(values: Iterable[float], percent: int) -> float:
    """Return the value that `percent` of a hundred stay under."""
    found = sorted(values)
    if len(found) < 2:
        return found[0] if found else float("nan")
    return median(found) if percent == 50 else quantiles(found, n=100, method="inclusive")[percent - 1]
