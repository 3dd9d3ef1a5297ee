"""Names for one anonymous voice in one thread: an adjective and an animal, drawn by chance."""

import re
from functools import cache
from hashlib import blake2b

from people.names.keys import name_key
from people.names.words import ALIAS_FIRST, ALIAS_SECOND


def alias_for(secret: bytes, taken: set[str]) -> tuple[str, int]:
    """Return a free alias and its avatar seed; both follow from the secret and say nothing about it.

    `taken` holds the aliases already used in the thread. The same secret and `taken` give the same answer.
    """
    taken_keys = {name_key(name) for name in taken}
    for attempt in range(len(ALIAS_FIRST) * len(ALIAS_SECOND)):
        drawn = _draw(secret, f"name {attempt}")
        name = f"{ALIAS_FIRST[drawn % len(ALIAS_FIRST)]} {ALIAS_SECOND[(drawn >> 32) % len(ALIAS_SECOND)]}"
        name += f" {attempt}" if attempt > 200 else ""  # a thread with thousands of anonymous voices
        if name_key(name) not in taken_keys:
            break
    return name, _draw(secret, "avatar") & 0x7FFFFFFF


def is_alias_like(name: str) -> bool:
    """Tell whether a name could be taken for one of ours, with or without "the" before or a number after."""
    bare = re.sub(r"^\s*the\b|[\d\W_]+$", "", name[:200], flags=re.IGNORECASE)
    return not _alias_keys().isdisjoint({name_key(name), name_key(bare)})


def _draw(secret: bytes, purpose: str) -> int:
    key = blake2b(secret, digest_size=32).digest()
    return int.from_bytes(blake2b(purpose.encode(), key=key, digest_size=8).digest(), "big")


@cache
def _alias_keys() -> frozenset[str]:
    return frozenset(name_key(first + second) for first in ALIAS_FIRST for second in ALIAS_SECOND)
