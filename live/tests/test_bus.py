"""The bus wakes readers in this process and, with Redis, in others; without either it does nothing at all."""

import asyncio
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError

from live import bus
from live.tests.browser import Session, elsewhere, house

Tell = Callable[..., Any]


@pytest.fixture
def redis(settings: Any) -> Iterator["Redis[str]"]:
    """Give a Redis and configure it, or skip where there is none."""
    settings.REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/15"
    client = Redis.from_url(settings.REDIS_URL, decode_responses=True)
    try:
        client.ping()
    except RedisError:
        pytest.skip("Redis is out of reach")
    bus._redis.cache_clear()
    yield client
    client.close()
    bus._redis.cache_clear()


@pytest.fixture
def no_redis(settings: Any) -> None:
    settings.REDIS_URL = ""


def test_where_nobody_reads_a_poke_does_nothing(no_redis: None) -> None:
    bus.poke()
    bus.whisper("thread:1", "forum.someone_writing", {}, None)


def test_a_redis_that_is_down_fails_nobody_and_is_left_alone_for_a_while(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    bus._redis.cache_clear()
    monkeypatch.setattr(bus, "_silent_until", 0.0)

    bus.poke()

    assert bus._silent_until > 0
    bus._redis.cache_clear()


def test_a_poke_reaches_other_processes_without_saying_what_happened(redis: "Redis[str]") -> None:
    with redis.pubsub(ignore_subscribe_messages=True) as ears:
        ears.subscribe(bus._redis_channel())
        ears.get_message(timeout=5)

        bus.poke()

        heard = ears.get_message(timeout=5)
        assert heard is not None
        assert heard["data"] == f"{bus.OWN_MARK} "


@pytest.mark.django_db(transaction=True)
def test_a_whisper_from_another_process_is_heard(redis: "Redis[str]", session: Session) -> None:
    words = '["thread:1","forum.someone_writing",{"thread":1},null]'

    async def story() -> None:
        async with house() as home:
            asha = await home.open()
            subscribed = {bus._redis_channel(): 1}
            await asha.until(lambda: dict(redis.pubsub_numsub(*subscribed)) == subscribed)

            redis.publish(bus._redis_channel(), f"{bus.OWN_MARK} {words}")
            redis.publish(bus._redis_channel(), f"another-process {words}")

            await asha.until(lambda: asha.events)
            await asyncio.sleep(0.05)
            assert asha.kinds == ["forum.someone_writing"]

    asyncio.run(story())


@pytest.mark.django_db(transaction=True)
def test_a_whisper_in_this_process_is_heard_once_with_redis_too(
    redis: "Redis[str]", session: Session
) -> None:
    async def story() -> None:
        async with house() as home:
            asha = await home.open()

            await elsewhere(bus.whisper, "thread:1", "forum.someone_writing", {}, None)

            await asha.until(lambda: asha.events)
            await asyncio.sleep(0.1)
            assert asha.kinds == ["forum.someone_writing"]

    asyncio.run(story())
