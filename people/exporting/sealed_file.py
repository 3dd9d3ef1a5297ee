"""A file on the disk that only its row in the database opens: sealed in pieces with a secret of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from people.models import Export

PIECE = 256 * 1024
_SEAL = 16


def file_of(export: Export) -> Path:
    return Path(settings.EXPORTS_ROOT) / f"{export.file_key}.sealed"


@contextmanager
def write_sealed(export: Export) -> Iterator[IO[bytes]]:
    """Give a file to write to; it gets its name on the disk once it is whole."""
    path = file_of(export)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial, plain = path.with_suffix(".partial"), _SealingFile(export)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            plain.target = target
            yield plain  # type: ignore[misc]
            plain.finish()
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def open_sealed(export: Export) -> Iterator[bytes]:
    """Return the pieces of the file as they were written."""
    key = AESGCM(bytes.fromhex(export.secret))
    with file_of(export).open("rb") as file:
        number = 0
        while piece := file.read(PIECE + _SEAL):
            yield key.decrypt(_nonce(number), piece, None)
            number += 1


class _SealingFile:
    """What the archive is written to: no plain byte of it reaches the disk. It cannot be gone back in."""

    target: IO[bytes]

    def __init__(self, export: Export) -> None:
        self._key = AESGCM(bytes.fromhex(export.secret))
        self._waiting = bytearray()
        self._number = 0

    def write(self, content: bytes) -> int:
        self._waiting += content
        while len(self._waiting) >= PIECE:
            self._put(PIECE)
        return len(content)

    def flush(self) -> None:
        """Nothing is put before a piece is whole."""

    def finish(self) -> None:
        if self._waiting:
            self._put(len(self._waiting))

    def _put(self, size: int) -> None:
        piece = bytes(self._waiting[:size])
        del self._waiting[:size]
        self.target.write(self._key.encrypt(_nonce(self._number), piece, None))
        self._number += 1


def _nonce(number: int) -> bytes:
    """Each file has a secret of its own, so counting its pieces is enough, and their order is sealed as well."""
    return number.to_bytes(12, "big")
