"""Starts Hearthside: checks the address and the folder first, then sets up, then serves."""

import argparse
import errno
import os
import socket
import tempfile
from pathlib import Path

from _setup import PRODUCT, ROOT, hand_over, prepare, stop


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="bin/run",
        description="Start Hearthside and print its address.",
        epilog="Honoured from the environment: HOST (127.0.0.1), PORT (8000), HEARTHSIDE_HOME (var/), "
        "DATABASE_URL, REDIS_URL. See docs/operator.md.",
    )
    parser.add_argument("--empty", action="store_true", help="start without the demo community")
    options = parser.parse_args()
    os.umask(0o077)  # what people write is for the one who runs this, not for the machine's other accounts
    home = Path(os.environ.get("HEARTHSIDE_HOME") or ROOT / "var").absolute()
    host = os.environ.get("HOST") or "127.0.0.1"
    port = _port(os.environ.get("PORT") or "8000")
    _check_folder(home)
    _check_address(host, port)
    prepare(PRODUCT)
    os.environ["HEARTHSIDE_HOME"] = str(home)
    empty = ["--empty"] if options.empty else []
    hand_over(str(ROOT / "manage.py"), "start", f"--host={host}", f"--port={port}", *empty)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        stop(f"PORT must be a number from 1 to 65535, and it is {text!r}.")
    return int(text)


def _check_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        tempfile.TemporaryFile(dir=home).close()
    except OSError as problem:
        stop(
            f"The folder {home} cannot be written to ({problem.strerror}); set HEARTHSIDE_HOME to one that can."
        )


def _check_address(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        stop(f"HOST is {host!r}, and this machine does not know that address.")
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            stop(f"Port {port} needs more rights than you have here; choose another, such as PORT=8000.")
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                stop(
                    f"Port {port} on {host} is already in use; choose another, such as PORT={port + 1} bin/run."
                )
            stop(f"Hearthside cannot listen on {host}:{port} ({problem.strerror}).")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
