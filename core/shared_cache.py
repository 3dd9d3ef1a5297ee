"""Django's cache in Redis, without which pages come as well: while it is away this process remembers for itself.

Nothing in it is the only copy of anything. What a process changed meanwhile is taken out of Redis when it is back, so
that nobody reads there what was true before.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from core.memory import OwnCache

log = logging.getLogger("hearthside.cache")

REST_AFTER_FAILURE = 2.0
# A Redis that takes a call and never answers must not hold a page for long.
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 1}
MOST_AT_ONCE = 500


class SharedCache(RedisCache):
    """Redis where it answers; else what this process remembers since it stopped answering."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        params["OPTIONS"] = PATIENCE | params.get("OPTIONS", {})
        super().__init__(server, params)
        self._standby = _standby_for(str(server))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version=version)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> Any:
        return self._ask("get_many", list(keys), version=version)

    def has_key(self, key: str, version: int | None = None) -> Any:
        return self._ask("has_key", key, version=version)

    def add(self, key: str, value: Any, *timeout: Any, version: int | None = None, **more: Any) -> Any:
        return self._ask("add", key, value, *timeout, version=version, changes=[key], **more)

    def set(self, key: str, value: Any, *timeout: Any, version: int | None = None, **more: Any) -> Any:
        return self._ask("set", key, value, *timeout, version=version, changes=[key], **more)

    def set_many(self, data: dict[str, Any], *timeout: Any, version: int | None = None, **more: Any) -> Any:
        return self._ask("set_many", data, *timeout, version=version, changes=list(data), **more)

    def touch(self, key: str, *timeout: Any, version: int | None = None, **more: Any) -> Any:
        return self._ask("touch", key, *timeout, version=version, **more)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> Any:
        return self._ask("incr", key, delta, version=version, changes=[key])

    def delete(self, key: str, version: int | None = None) -> Any:
        return self._ask("delete", key, version=version, changes=[key])

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> Any:
        keys = list(keys)
        return self._ask("delete_many", keys, version=version, changes=keys)

    def clear(self) -> Any:
        return self._ask("clear")

    def _ask(self, deed: str, *args: Any, changes: Iterable[str] = (), **more: Any) -> Any:
        """Ask Redis, or this process's own memory where Redis is away; note there what was changed."""
        standby = self._standby
        if time.monotonic() >= standby.away_until:
            try:
                if standby.is_away:
                    self._catch_up()
                return getattr(super(), deed)(*args, **more)
            except (RedisError, OSError):
                standby.begin()
        version = more.get("version")
        standby.note(self.make_key(key, version=version) for key in changes)
        return getattr(standby.memory, deed)(*args, **more)

    def _catch_up(self) -> None:
        """Take out of Redis what was changed while it was away; from here on nothing of this process's own counts."""
        self._cache.get_client(write=True).ping()
        changed = self._standby.noted()
        for start in range(0, len(changed), MOST_AT_ONCE):
            self._cache.delete_many(changed[start : start + MOST_AT_ONCE])
        self._standby.end(changed)


@dataclass
class Standby:
    """What all threads of this process know of one Redis: until when not to ask it, and what was changed meanwhile."""

    memory: OwnCache
    away_until: float = 0.0
    is_away: bool = False
    _changed: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def begin(self) -> None:
        """Go on without Redis for a moment."""
        with self._lock:
            if not self.is_away:
                log.warning("Redis is out of reach; meanwhile this process remembers for itself")
                self.memory.clear()
                self.is_away = True
            self.away_until = time.monotonic() + REST_AFTER_FAILURE

    def note(self, keys: Iterable[str]) -> None:
        """Remember that these were changed while Redis was away."""
        with self._lock:
            self._changed.update(keys)

    def noted(self) -> list[str]:
        with self._lock:
            return list(self._changed)

    def end(self, caught_up: Iterable[str]) -> None:
        """Redis is back, and holds nothing of this any more."""
        with self._lock:
            self._changed.difference_update(caught_up)
            self.is_away = False


@cache
def _standby_for(server: str) -> Standby:
    return Standby(OwnCache(f"while away: {server}", {"OPTIONS": {"MAX_ENTRIES": 50_000}}))
