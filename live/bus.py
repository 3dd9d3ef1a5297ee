"""Waking whoever reads the outbox. The bus carries no events: a lost call costs a second, never an event.

Inside one process it is a function call. With REDIS_URL set, other processes hear it too. Whispers, which
are never stored, travel on it whole.
"""

import asyncio
import hashlib
import json
import logging
import secrets
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings

log = logging.getLogger("hearthside.live")

Whisper = tuple[str, str, dict[str, Any], int | None]
OWN_MARK = secrets.token_hex(8)
REST_AFTER_FAILURE = 5.0

_hear_poke: Callable[[], None] | None = None
_hear_whisper: Callable[[Whisper], None] | None = None
_silent_until = 0.0


def attach(on_poke: Callable[[], None], on_whisper: Callable[[Whisper], None]) -> None:
    """Have these called for every poke and whisper, from any thread: whoever attaches moves to their own."""
    global _hear_poke, _hear_whisper
    _hear_poke, _hear_whisper = on_poke, on_whisper


def detach() -> None:
    """Stop calling anyone in this process."""
    global _hear_poke, _hear_whisper
    _hear_poke = _hear_whisper = None


def poke() -> None:
    """Say that there is something new in the outbox."""
    if _hear_poke:
        _hear_poke()
    _send("")


def whisper(channel: str, kind: str, data: dict[str, Any], actor_id: int | None) -> None:
    """Hand one unstored event to whoever listens at this moment."""
    if _hear_whisper:
        _hear_whisper((channel, kind, data, actor_id))
    _send(json.dumps([channel, kind, data, actor_id]))


async def listen_to_redis() -> None:
    """Pass on what other processes say, for as long as this process runs streams."""
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    while True:
        try:
            async with (
                Redis.from_url(settings.REDIS_URL, decode_responses=True) as redis,
                redis.pubsub() as ears,
            ):
                await ears.subscribe(_redis_channel())
                if _hear_poke:
                    _hear_poke()
                async for message in ears.listen():
                    if message["type"] == "message":
                        _pass_on(message["data"])
        except (RedisError, OSError):
            log.warning("Redis is out of reach; events still arrive, up to a second later")
        await asyncio.sleep(REST_AFTER_FAILURE)


def _pass_on(text: str) -> None:
    mark, _, words = text.partition(" ")
    if mark == OWN_MARK:
        return
    if words and _hear_whisper:
        channel, kind, data, actor_id = json.loads(words)
        _hear_whisper((channel, kind, data, actor_id))
    elif _hear_poke:
        _hear_poke()


def _send(words: str) -> None:
    """Publish to the other processes; a Redis that is down never fails what the member was doing."""
    global _silent_until
    if not settings.REDIS_URL or time.monotonic() < _silent_until:
        return
    from redis.exceptions import RedisError

    try:
        _redis().publish(_redis_channel(), f"{OWN_MARK} {words}")
    except (RedisError, OSError):
        _silent_until = time.monotonic() + REST_AFTER_FAILURE
        log.warning("Redis is out of reach; events still arrive, up to a second later")


@cache
def _redis() -> Any:
    from redis import Redis

    return Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


@cache
def _redis_channel() -> str:
    """Name the channel after the installation's own key: several may share one Redis."""
    return "hearthside:" + hashlib.sha256(settings.SECRET_KEY.encode()).hexdigest()[:16]
