"""What one process remembers without packing it: immutable things under keys that change when they do.

Unlike the shared cache nothing is copied, so whatever is put in must never be changed. Put in only what is
keyed by a version, or what may be a few seconds old.
"""

import time
from collections import OrderedDict
from threading import Lock
from typing import Any
from weakref import WeakSet

from django.core.cache.backends.locmem import LocMemCache

_all: "WeakSet[Memory]" = WeakSet()


class Memory:
    """At most `size` things, each for at most `seconds`; the longest unused goes first. Safe across threads."""

    def __init__(self, size: int, *, seconds: float = 300) -> None:
        self._things: OrderedDict[Any, tuple[float, Any]] = OrderedDict()
        self._size, self._seconds = size, seconds
        self._lock = Lock()
        _all.add(self)

    def get(self, key: Any) -> Any:
        """Return what was put under this key, or None."""
        with self._lock:
            found = self._things.get(key)
            if found is None:
                return None
            if found[0] < time.monotonic():
                del self._things[key]
                return None
            self._things.move_to_end(key)
            return found[1]

    def put(self, key: Any, thing: Any) -> None:
        """Remember a thing that is never changed from here on."""
        with self._lock:
            self._things[key] = (time.monotonic() + self._seconds, thing)
            self._things.move_to_end(key)
            while len(self._things) > self._size:
                self._things.popitem(last=False)

    def forget(self, *keys: Any) -> None:
        """Forget what is under these keys."""
        with self._lock:
            for key in keys:
                self._things.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._things.clear()


def forget_everything() -> None:
    """Clear every memory of this process; for tests, whose databases use the same ids again."""
    for memory in _all:
        memory.clear()


class OwnCache(LocMemCache):
    """Django's cache where there is no Redis: in this process, packed, so that nobody shares what may change."""

    def validate_key(self, key: str) -> None:
        """Let every key pass; reading each letter for memcached's sake takes as long as looking it up."""
