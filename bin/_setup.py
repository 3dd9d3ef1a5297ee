"""Makes the virtual environment match a lock file, once, with the standard library only.

A stamp inside .venv remembers which locks it holds, so a repeated start installs nothing. The development
lock contains the product lock, so going back and forth between bin/run and bin/test installs nothing either.
"""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "hearthside-locks.json"
PRODUCT = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
INSTALLER = "requirements-uv.lock"


def stop(sentence: str) -> NoReturn:
    """End with one sentence for the person at the keyboard."""
    raise SystemExit(sentence)


def prepare(lock: str) -> None:
    """Make sure that .venv holds what `lock` says; quick when it already does."""
    if _holds(lock):
        return
    with _alone():
        if not _holds(lock):
            _install(DEVELOPMENT if DEVELOPMENT in _stamp() else lock)  # a developer's .venv stays one


def hand_over(*arguments: str) -> NoReturn:
    """Go on as the virtual environment's Python, in this very process and folder."""
    sys.stdout.flush()
    os.execve(PYTHON, [str(PYTHON), "-P", *arguments], {**os.environ, "PYTHONPATH": str(ROOT)})


def _hash(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def _stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def _holds(lock: str) -> bool:
    return PYTHON.exists() and _stamp().get(lock) == _hash(lock)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder, so that two commands started at once do not install over each other."""
    import fcntl

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another command is setting up the virtual environment; waiting for it.", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _install(lock: str) -> None:
    print(f"Setting up .venv from {lock} (once) ...", flush=True)
    STAMP.unlink(missing_ok=True)
    if not _has_pip():
        _make_venv()
    if not _sync_with_uv(lock):
        print("uv could not do it; trying pip, which takes a little longer ...", flush=True)
        if subprocess.call(_pip("install", "--require-hashes", "-r", lock), cwd=ROOT):
            stop(f"The packages in {lock} could not be installed; the lines above say why.")
    locks = [PRODUCT, DEVELOPMENT] if lock == DEVELOPMENT else [PRODUCT]
    STAMP.write_text(json.dumps({name: _hash(name) for name in locks}))


def _has_pip() -> bool:
    return PYTHON.exists() and subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0


def _make_venv() -> None:
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run([base, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        reason = (made.stdout + made.stderr).strip().splitlines()
        stop(f"Python could not make {VENV}: {reason[-1] if reason else 'no reason given'}")


def _pip(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input", *arguments]


def _sync_with_uv(lock: str) -> bool:
    """Install with uv, many times faster than pip; False where uv cannot be had or does not get through."""
    if subprocess.call(_pip("install", "--require-hashes", "-r", INSTALLER), cwd=ROOT):
        return False
    command = [VENV / "bin" / "uv", "pip", "sync", "--quiet", "--require-hashes", lock]
    return subprocess.call(command, cwd=ROOT, env=_uv_environment()) == 0


def _uv_environment() -> dict[str, str]:
    """Tell uv about pip's index and certificate: it does not read pip's configuration itself."""
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, cwd=ROOT
    ).stdout
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        name = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}.get(key.rpartition(".")[2])
        if name:
            environment.setdefault(name, value.strip("'\""))
    return environment
