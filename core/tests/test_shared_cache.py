"""Pages while Redis is away: they come all the same, and nothing that was true before comes back with it."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import override_settings
from redis import Redis
from redis.exceptions import RedisError

from config.database import cache_settings
from core import shared_cache

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server was not found"),
]


class OwnRedis:
    """A Redis of this test's own, which keeps nothing."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not self._answers() and time.monotonic() < deadline:
            time.sleep(0.02)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        try:
            return bool(Redis.from_url(self.url).ping())
        except RedisError:
            return False


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    monkeypatch.setattr(shared_cache, "REST_AFTER_FAILURE", 0.0)
    redis = OwnRedis()
    with override_settings(CACHES=cache_settings(redis.url)):
        yield redis
    redis.stop()


def test_pages_come_and_words_are_kept_while_redis_is_away(redis, asha, browser_of):
    from forum.models import Space, Thread

    space = Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")
    browser = browser_of(asha)
    assert browser.get("/").status_code == 200
    assert Redis.from_url(redis.url).dbsize()

    redis.stop()
    assert browser.get(space.get_absolute_url()).status_code == 200
    words = {"title": "Evenings", "body": "Long.", "wants": "listen"}
    assert browser.post(f"/spaces/{space.slug}/new/", words).status_code == 302
    assert Thread.objects.get().title == "Evenings"
    assert browser.get("/account/").status_code == 200

    redis.start()
    assert browser.get("/").status_code == 200
    assert Redis.from_url(redis.url).dbsize()


def test_counting_goes_on_while_redis_is_away(redis):
    from core.pacing import seconds_to_wait

    redis.stop()

    waits = [seconds_to_wait("a try", most=3, per_seconds=3600) for _ in range(5)]

    assert waits[:3] == [0, 0, 0]
    assert all(waits[3:])


def test_what_was_forgotten_while_redis_let_nobody_in_stays_forgotten(redis):
    admin = Redis.from_url(redis.url, single_connection_client=True)
    cache.set_many({"viewer": "before", "other": "still true"})
    admin.config_set("requirepass", "elsewhere")
    admin.client_kill_filter(_type="normal", skipme=True)
    cache.delete("viewer")
    assert cache.get("viewer") is None
    assert cache.get("other") is None

    admin.config_set("requirepass", "")

    assert cache.get("viewer") is None
    assert cache.get("other") == "still true"
    assert admin.keys("*viewer*") == []


def test_a_redis_that_never_answers_holds_nobody_up_for_long(redis):
    redis.process.send_signal(signal.SIGSTOP)
    begun = time.monotonic()

    assert cache.get("anything") is None

    assert time.monotonic() - begun < 30
