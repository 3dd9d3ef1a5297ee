"""The relay itself: what the doctor finds when it is there, refuses, is silent, or relays from elsewhere."""

import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from calls.checkups import relay as look_at
from config.relay import beside_the_server, own_relay
from core.doctor import Look
from core.in_use import mark_in_use


@pytest.fixture
def running(settings: Any) -> Iterator[dict[str, Any]]:
    with own_relay() as found:
        if found is None:
            pytest.skip("coturn is not installed, so there is no relay to try (apt-get install coturn)")
        settings.CALLS = found
        yield found


def found(settings: Any, **facts: Any) -> str:
    settings.CALLS = {**settings.CALLS, **facts}
    return what_is_found()


def what_is_found() -> str:
    [one] = look_at(Look(now=timezone.now(), visit=None))  # type: ignore[arg-type]
    return f"{one.level}: {one.what}"


@pytest.mark.parametrize("over", ["", "?transport=tcp"])
def test_the_doctor_sends_something_through_the_relay(
    running: dict[str, Any], settings: Any, over: str
) -> None:
    urls = [running["urls"][0] + over]

    assert found(settings, urls=urls) == f"fine: A connection through {urls[0]} works."
    assert "401" in found(settings, secret="another secret")


def test_the_doctor_tries_the_relay_that_was_started_beside_the_server(settings: Any, tmp_path: Path) -> None:
    """As bin/run does it: no setting names that relay, and what the doctor needs is for the operator's eyes alone."""
    settings.CALLS, settings.HOME_DIR = None, tmp_path
    with beside_the_server("127.0.0.1"):
        if settings.CALLS is None:
            pytest.skip("coturn is not installed, so there is no relay to try (apt-get install coturn)")
        [left] = tmp_path.glob("*.json")
        told_to_the_server, settings.CALLS = settings.CALLS, None
        assert "No relay is named" in what_is_found(), "no server runs in this folder"
        mark_in_use()

        assert stat.S_IMODE(left.stat().st_mode) == 0o600
        assert what_is_found() == f"fine: A connection through {told_to_the_server['urls'][0]} works."
        assert told_to_the_server == settings.CALLS
    assert not left.exists()


def test_the_doctor_says_what_is_wrong_with_a_relay(running: dict[str, Any], settings: Any) -> None:
    assert "not in HEARTHSIDE_TURN_RELAYS" in found(settings, relays=frozenset({"198.51.100.7"}))
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        silent = f"turn:127.0.0.1:{nobody.getsockname()[1]}?transport=tcp"
        assert found(settings, urls=[silent]).startswith(
            f"act: Nobody can call through {silent}: it cannot be reached"
        )
