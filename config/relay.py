"""A relay of one's own beside the server, for trying calls on one machine: coturn on the loopback address.

It begins and ends with the server, shares a secret with it that nobody keeps, and writes no log. It reaches nothing but
this machine. Where Janus is installed, that runs beside it for larger calls (config.media_server).
"""

import ctypes
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from calls.beside import left_for_the_doctor

HOME = "127.0.0.1"
PATIENCE = 5.0
PR_SET_PDEATHSIG = 1
ARE_YOU_THERE = bytes.fromhex("000100002112a442") + b"hearthside??"  # STUN's smallest question
OPTIONS = """\
listening-ip={home}
relay-ip={address}
listening-port={port}
min-port=49160
max-port=59160
realm=hearthside
use-auth-secret
static-auth-secret={secret}
allow-loopback-peers
denied-peer-ip=0.0.0.0-255.255.255.255
denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
allowed-peer-ip={address}
no-cli
no-tls
no-dtls
no-tcp-relay
no-multicast-peers
no-software-attribute
stale-nonce=600
max-allocate-lifetime=600
no-stdout-log
log-file=/dev/null
pidfile={folder}/coturn.pid
"""


@contextmanager
def beside_the_server(host: str) -> Iterator[None]:
    """Give calls a relay for as long as the block lasts, where none is named and only this machine looks on."""
    if settings.CALLS or settings.HTTPS or host not in {HOME, "localhost"}:
        yield
        return
    with own_calls() as found, left_for_the_doctor(found):
        settings.CALLS = found
        yield


@contextmanager
def own_calls() -> Iterator[dict[str, Any] | None]:
    """Run what is installed of relay and media server; yield what settings.CALLS holds, None without a relay."""
    # Named here, since it is made of what is in this file.
    from config.media_server import own_address, own_media_server

    address = own_address()
    with (
        own_media_server(address) as janus,
        own_relay(address=address if janus and address else HOME) as relay,
    ):
        yield relay and {**relay, "janus": janus}


@contextmanager
def own_relay(*, port: int | None = None, address: str = HOME) -> Iterator[dict[str, Any] | None]:
    """Run coturn for as long as the block lasts; yield where it is, None where it is not installed.

    `address` is where it relays from. It asks and answers on the loopback address.
    """
    program = shutil.which("turnserver")
    if program is None:
        yield None
        return
    secret, port = secrets.token_urlsafe(32), port or free_port()
    with tempfile.TemporaryDirectory(prefix="hearthside-relay-") as folder:
        file = Path(folder) / "coturn.conf"
        file.touch(mode=0o600)
        file.write_text(OPTIONS.format(home=HOME, address=address, port=port, secret=secret, folder=folder))
        running = subprocess.Popen(
            [program, "-c", str(file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            preexec_fn=end_with_parent,
        )
        try:
            _wait_for(port, running)
            yield {"urls": [f"turn:{HOME}:{port}"], "secret": secret, "relays": frozenset([address])}
        finally:
            running.terminate()
            running.wait(PATIENCE)


def end_with_parent() -> None:
    """Have the system end the relay when its server ends without a word, as by kill -9."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_for(port: int, running: "subprocess.Popen[bytes]") -> None:
    """Return once it answers; a relay that does not come up leaves calls that cannot connect, and nothing else."""
    deadline = time.monotonic() + PATIENCE
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        probe.settimeout(0.1)
        probe.connect((HOME, port))
        while time.monotonic() < deadline and running.poll() is None:
            try:
                probe.send(ARE_YOU_THERE)
                if probe.recv(512):
                    return
            except OSError:
                time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOME, 0))
        port: int = probe.getsockname()[1]
    return port
