"""What people are told while no listener or moderator is here."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.memory import forget_everything
from forum.actions import lock_thread
from forum.models import Space, Thread
from people.queries import are_here, is_somebody_on_duty

Browser = Callable[[Any], Client]
NOBODY = "No listener or moderator is here right now."
LINES = 'href="/help-now/">crisis lines'


def a_quarter_of_an_hour_later() -> None:
    """Let every mark fade."""
    cache.clear()
    forget_everything()


def pages(space: Space) -> list[str]:
    return [f"/spaces/{space.slug}/new/", f"/threads/{Thread.objects.get(space=space).pk}/"]


def test_composer_and_thread_say_so_and_show_the_lines(
    thread: Thread, grief: Space, chen: Any, browser_of: Browser
) -> None:
    for address in pages(grief):
        page = browser_of(chen).get(address).content.decode()
        assert page.count(NOBODY) == 1
        assert LINES in page


def test_a_stranger_is_told_too(start: Any, anxiety: Space, asha: Any, stranger: Client) -> None:
    thread = start(asha, space=anxiety)

    assert NOBODY in stranger.get(thread.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["lena", "mo", "olu"])
def test_nothing_is_said_while_somebody_is_here(
    who: str, request: pytest.FixtureRequest, thread: Thread, grief: Space, chen: Any, browser_of: Browser
) -> None:
    browser_of(request.getfixturevalue(who)).get("/spaces/")

    for address in pages(grief):
        assert NOBODY not in browser_of(chen).get(address).content.decode()
    a_quarter_of_an_hour_later()
    for address in pages(grief):
        assert NOBODY in browser_of(chen).get(address).content.decode()


def test_a_member_is_here_but_not_on_duty(chen: Any, ben: Any, browser_of: Browser) -> None:
    browser_of(chen).get("/spaces/")

    assert not is_somebody_on_duty()
    assert are_here([chen.pk, ben.pk]) == {chen.pk}


def test_a_mark_fades_after_fifteen_minutes(lena: Any, browser_of: Browser, monkeypatch: Any) -> None:
    kept: dict[str, int] = {}
    put = cache.set
    monkeypatch.setattr(
        cache, "set", lambda key, value, timeout=None: (kept.update({key: timeout}), put(key, value, timeout))
    )

    browser_of(lena).get("/spaces/")

    marks = {key: seconds for key, seconds in kept.items() if key.startswith("here")}
    assert marks == {f"here:{lena.pk}": 900, "here-on-duty": 900}


def test_a_closed_thread_needs_no_such_words(thread: Thread, mo: Any, chen: Any, browser_of: Browser) -> None:
    lock_thread(thread, by=mo, now=timezone.now())

    assert NOBODY not in browser_of(chen).get(thread.get_absolute_url()).content.decode()
