"""What ties the record's rows together: digests under a key, and notes of how far the record had come.

A row's digest is HMAC-SHA-256 over the digest before it and the row itself. The key lies with the other keys,
outside the database, so whoever can only write to the database cannot make digests. The heads, one line an
entry, lie in a file outside it too: they tell when the newest rows are cut off. Whoever has the whole server can
make all of it anew; against that, keep a copy of the newest digest elsewhere (docs/audit.md).
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from django.conf import settings

from core.keys import kept_secret
from safety.models import AuditEntry, AuditHead


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the record is not what it was; `number` is the entry, `words` say what is wrong."""

    number: int
    words: str


def digest_of(entry: AuditEntry, *, previous: str) -> str:
    """Return the digest of an entry that follows one with the digest `previous`, as 64 hexadecimal digits."""
    told = [
        previous, entry.number, entry.at.astimezone(UTC).isoformat(timespec="microseconds"), entry.act,
        entry.actor_id, entry.role, entry.about_id, entry.subject, entry.reason, entry.details,
    ]  # fmt: skip
    words = json.dumps(told, separators=(",", ":"), sort_keys=True, ensure_ascii=True)
    return hmac.new(kept_secret("audit"), words.encode(), hashlib.sha256).hexdigest()


def note_head(number: int, digest: str) -> None:
    """Write down outside the database that the record had come this far."""
    heads_file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(heads_file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{number} {digest}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def heads_file() -> Path:
    return Path(settings.HOME_DIR) / "audit" / "heads"


def read_heads() -> dict[int, str]:
    """Return the digests that were written down, by number. A line cut short by a crash is passed over."""
    if not heads_file().exists():
        return {}
    lines = [line.split() for line in heads_file().read_text().splitlines()]
    return {
        int(line[0]): line[1]
        for line in lines
        if len(line) == 2 and line[0].isdecimal() and len(line[1]) == 64
    }


def find_breaks(entries: Iterable[AuditEntry], *, head: AuditHead, noted: dict[int, str]) -> Iterator[Break]:
    """Yield every place where entries, in the order of their numbers, are not what was recorded."""
    expected, previous = 1, ""
    for entry in entries:
        if entry.number != expected:
            yield Break(entry.number, _missing(expected, entry.number - 1))
        elif entry.digest != digest_of(entry, previous=previous):
            yield Break(entry.number, "is not what was recorded, or does not follow the entry before it.")
        elif noted.get(entry.number, entry.digest) != entry.digest:
            yield Break(entry.number, "was written anew: the note outside the database has another digest.")
        expected, previous = entry.number + 1, entry.digest
    furthest = max([head.number, *noted])
    if furthest >= expected:
        yield Break(expected, _missing(expected, furthest))
    elif (head.number, head.digest) != (expected - 1, previous):
        yield Break(expected - 1, "is the newest, but the database notes another one as the newest.")


def _missing(first: int, last: int) -> str:
    if last < first:
        return "stands in the wrong place."
    missing = f"entry {first} is" if first == last else f"entries {first} to {last} are"
    return f"{missing} missing before this place."
