"""What every trial with faults needs: an installation of its own, and the real server to kill."""

import argparse
import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"
PASSPHRASE = "a long passphrase for a test"
PATIENCE = 30.0


def options_of(about: str | None) -> argparse.ArgumentParser:
    """Return what reads a trial's options, with the choice of database that every trial has."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    return parser


@contextlib.contextmanager
def installation(database: str, *, database_url: str = "") -> Iterator[None]:
    """Make a folder and a database for this run only, and tell Django about them."""
    home = tempfile.mkdtemp(prefix="hearthside-faults-")
    os.environ.pop("REDIS_URL", None)
    os.environ["HEARTHSIDE_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    with contextlib.ExitStack() as rooms:
        rooms.callback(shutil.rmtree, home, ignore_errors=True)
        os.environ["DATABASE_URL"] = (
            rooms.enter_context(postgresql()) if database == "postgresql" else database_url
        )
        yield


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    import psycopg

    server = os.environ.get("DATABASE_URL") or POSTGRESQL
    name = f"hearthside_faults_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type, call-overload]
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type, call-overload]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The real server, started and killed."""

    def __init__(self, *, is_quiet: bool = False) -> None:
        self.port = free_port()
        self._words = subprocess.DEVNULL if is_quiet else None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and return after how many seconds it answered."""
        begun = time.monotonic()
        command = [sys.executable, "manage.py", "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=self._words, stderr=self._words)
        while time.monotonic() - begun < PATIENCE:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return time.monotonic() - begun
            time.sleep(0.05)
        raise SystemExit("The server did not start.")

    def kill(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> float:
        """Ask it to end and return after how many seconds it did."""
        assert self._process
        begun = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(PATIENCE)
        return time.monotonic() - begun


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for it, with patience; what is missing then shows in the table."""
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
