"""The real server, started for one measurement on a processor core of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from bench.homes import ROOT, Home

SERVER_CORE, LOAD_CORE = 0, 1
TICKS = os.sysconf("SC_CLK_TCK")
STARTS_WITHIN = 60


@dataclass
class Server:
    """A running server and what it has used so far."""

    pid: int
    port: int

    @property
    def cpu_seconds(self) -> float:
        """Processor time of the process, all threads: utime + stime."""
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def memory_bytes(self) -> int:
        """Resident memory."""
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def serving(home: Home, **environment: str) -> Iterator[Server]:
    """Start the server as operators do, wait until it answers, and stop it at the end."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=home.environment | environment,
        preexec_fn=lambda: pin(SERVER_CORE),
    )
    try:
        wait_for(port, process)
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def pin(core: int) -> None:
    """Keep this process on one core, where there is more than one."""
    with suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {core})


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until this process takes connections."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit("The server ended before it answered; its words are above.")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SystemExit(f"The server did not answer within {STARTS_WITHIN} seconds.")
