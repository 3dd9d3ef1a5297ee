"""The relay itself: what the doctor finds when it is there, refuses, is silent, or relays from elsewhere."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from calls.checkups import relay as look_at
from config.relay import own_relay
from core.doctor import Look


@pytest.fixture
def running(settings: Any) -> Iterator[dict[str, Any]]:
    with own_relay() as found:
        if found is None:
            pytest.skip("coturn is not installed, so there is no relay to try (apt-get install coturn)")
        settings.CALLS = found
        yield found


def found(settings: Any, **facts: Any) -> str:
    settings.CALLS = {**settings.CALLS, **facts}
    [one] = look_at(Look(now=timezone.now(), visit=None))  # type: ignore[arg-type]
    return f"{one.level}: {one.what}"


@pytest.mark.parametrize("over", ["", "?transport=tcp"])
def test_the_doctor_sends_something_through_the_relay(
    running: dict[str, Any], settings: Any, over: str
) -> None:
    urls = [running["urls"][0] + over]

    assert found(settings, urls=urls) == f"fine: A connection through {urls[0]} works."
    assert "401" in found(settings, secret="another secret")


def test_the_doctor_says_what_is_wrong_with_a_relay(running: dict[str, Any], settings: Any) -> None:
    assert "not in HEARTHSIDE_TURN_RELAYS" in found(settings, relays=frozenset({"198.51.100.7"}))
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        silent = f"turn:127.0.0.1:{nobody.getsockname()[1]}?transport=tcp"
        assert found(settings, urls=[silent]).startswith(
            f"act: Nobody can call through {silent}: it cannot be reached"
        )
