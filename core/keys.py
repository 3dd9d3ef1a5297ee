"""The keys that private words are sealed with: HEARTHSIDE_HOME/keys/sealing, one a line, the newest first.

They are never in the database, so a stolen copy of it holds nothing readable of those words.
"""

import os
import secrets
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_making = threading.Lock()
KEY_FILE = "sealing"
_known: tuple[object, list["Key"]] = (None, [])


@dataclass(frozen=True, slots=True)
class Key:
    """One key, and the name that sealed words carry so that they say which key opens them."""

    name: str
    secret: bytes

    @classmethod
    def new(cls) -> "Key":
        return cls(secrets.token_hex(4), AESGCM.generate_key(256))

    @classmethod
    def from_line(cls, line: str) -> "Key":
        name, _, secret = line.strip().partition(" ")
        return cls(name, urlsafe_b64decode(secret))

    def as_line(self) -> str:
        return f"{self.name} {urlsafe_b64encode(self.secret).decode()}\n"


def read_keys() -> list[Key]:
    """Return the keys, the newest first; make the first one when there is none.

    The file is looked at every time, so that a running server seals with a new key as soon as there is one.
    """
    global _known
    stamp = _stamp() or _make_first()
    if _known[0] != stamp:
        lines = key_file().read_text().splitlines()
        _known = (stamp, [Key.from_line(line) for line in lines if line.strip()])
    return _known[1]


def write_keys(keys: list[Key]) -> None:
    """Put these keys in the file: another process finds the old file or the new one, never half of it."""
    _written_beside(keys).rename(key_file())
    _flush_folder(key_file().parent)


def key_file() -> Path:
    return Path(settings.KEYS_ROOT) / KEY_FILE


def kept_secret(name: str) -> bytes:
    """Return the secret of this name beside the sealing keys, making it when there is none; it is never changed."""
    path = Path(settings.KEYS_ROOT) / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(f"{name}.{secrets.token_hex(4)}")
        beside.touch(0o600)
        beside.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(beside, path)
        beside.unlink()
    return path.read_bytes()


def _make_first() -> object:
    """Make the file whole, then give it its name: whoever comes second keeps what the first one made."""
    with _making:
        key_file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = _written_beside([Key.new()])
        with suppress(FileExistsError):
            os.link(beside, key_file())
        beside.unlink()
        _flush_folder(key_file().parent)
    return _stamp()


def _stamp() -> object:
    name = (
        f"{settings.KEYS_ROOT}/{KEY_FILE}"  # no Path: this is asked for every word that is sealed or opened
    )
    try:
        found = os.stat(name)
    except FileNotFoundError:
        return None
    return name, found.st_mtime_ns, found.st_ino, found.st_size


def _written_beside(keys: list[Key]) -> Path:
    beside = key_file().with_name(f"sealing.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(key.as_line() for key in keys)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
