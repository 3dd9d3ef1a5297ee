"""A real installation on a free port with a folder of its own, and the neutral page that Leave ends on."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


class Weather:
    """The neutral page, served by the test itself so that nothing leaves this machine."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Forecast)
        self.url = f"http://127.0.0.1:{self._server.server_port}/weather"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Forecast(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = (
            b"<!doctype html><html lang=en><title>Weather</title><link rel=icon href='data:,'><p>Light rain."
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class House:
    """An installation: built once, then opened, crashed and closed as a story needs it."""

    def __init__(self, folder: Path, *, leave_url: str, relay: dict[str, Any] | None = None) -> None:
        self.relay = relay
        self.leave_url = leave_url
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self._log = folder / "server.log"
        self.typed: set[str] = set()
        self.said_in_private: set[str] = set()
        self.said_in_public: set[str] = set()
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
        }
        own = {"HEARTHSIDE_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "tests.journeys.settings"}
        self._environment = inherited | own | _described(relay)
        self._server: subprocess.Popen[bytes] | None = None
        self.facts = self._furnish()

    def open(self) -> None:
        """Start the server and wait until it answers."""
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--host=127.0.0.1", f"--port={self.port}"],
                cwd=ROOT, env=self._environment, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The server did not start:\n{self.log()}")
            time.sleep(0.05)

    def crash(self) -> None:
        """Kill the server as a power cut would."""
        self._stop(signal.SIGKILL)

    def close(self) -> None:
        self._stop(signal.SIGTERM)

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to work on this installation."""
        return dict(self._environment)

    @property
    def relays(self) -> set[str]:
        """The addresses the relay has; no other may be seen by anybody."""
        return set(self.relay["relays"]) if self.relay else set()

    @property
    def is_open(self) -> bool:
        return self._server is not None

    def log(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def _furnish(self) -> dict[str, Any]:
        """Prepare database and static files and let the community move in."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.community", self.leave_url],
            cwd=ROOT, env=self._environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return facts

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError as problem:
            raise AssertionError(f"/healthz answered {problem.code}:\n{self.log()}") from problem
        except OSError:
            return False

    def _stop(self, how: signal.Signals) -> None:
        if self._server:
            self._server.send_signal(how)
            self._server.wait(PATIENCE)
            self._server = None


def _described(relay: dict[str, Any] | None) -> dict[str, str]:
    """Return how an operator would describe the relay for calls."""
    if relay is None:
        return {}
    janus = relay["janus"]
    larger = {
        "HEARTHSIDE_JANUS": f"{janus['api']} {janus['admin']}",
        "HEARTHSIDE_JANUS_SECRET": janus["secret"],
        "HEARTHSIDE_JANUS_ADDRESSES": " ".join(janus["addresses"]),
    } if janus else {}  # fmt: skip
    return larger | {
        "HEARTHSIDE_TURN": " ".join(relay["urls"]),
        "HEARTHSIDE_TURN_SECRET": relay["secret"],
        "HEARTHSIDE_TURN_RELAYS": " ".join(relay["relays"]),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
