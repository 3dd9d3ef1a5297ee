"""What people are told while no listener or moderator is here."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.memory import forget_everything
from forum.actions import lock_thread
from forum.models import Space, Thread
from people.queries import are_here
from safety.actions import go_off_duty, go_on_duty
from safety.models import Shift, ShiftPlace
from safety.queries import is_somebody_on_duty

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
def test_nothing_is_said_while_somebody_on_duty_is_here(
    who: str, request: pytest.FixtureRequest, thread: Thread, grief: Space, chen: Any, browser_of: Browser
) -> None:
    member = request.getfixturevalue(who)
    browser_of(member).get("/spaces/")
    go_on_duty(member, hours=1, now=timezone.now())

    for address in pages(grief):
        assert NOBODY not in browser_of(chen).get(address).content.decode()
    a_quarter_of_an_hour_later()
    for address in pages(grief):
        assert NOBODY in browser_of(chen).get(address).content.decode()


def test_a_member_is_here_but_not_on_duty(chen: Any, ben: Any, browser_of: Browser) -> None:
    browser_of(chen).get("/spaces/")

    assert not is_somebody_on_duty()
    assert are_here([chen.pk, ben.pk]) == {chen.pk}


def test_whoever_did_not_say_they_are_on_duty_is_not(lena: Any, browser_of: Browser) -> None:
    browser_of(lena).get("/spaces/")

    assert not is_somebody_on_duty()


def test_whoever_goes_off_duty_is_not_here_any_more(
    thread: Thread, lena: Any, chen: Any, browser_of: Browser
) -> None:
    browser_of(lena).get("/spaces/")
    go_on_duty(lena, hours=1, now=timezone.now())
    assert is_somebody_on_duty()

    go_off_duty(lena, now=timezone.now())

    assert NOBODY in browser_of(chen).get(thread.get_absolute_url()).content.decode()


def test_people_are_told_when_the_next_shift_begins_that_somebody_took(
    thread: Thread, lena: Any, chen: Any, browser_of: Browser
) -> None:
    begins = timezone.now() + timedelta(hours=3)
    Shift.objects.create(starts_at=begins - timedelta(hours=1), ends_at=begins + timedelta(hours=1))
    shift = Shift.objects.create(starts_at=begins, ends_at=begins + timedelta(hours=1))
    ShiftPlace.objects.create(shift=shift, member=lena)

    page = browser_of(chen).get(thread.get_absolute_url()).content.decode()

    assert "The next shift begins:" in page
    assert f'datetime="{begins:%Y-%m-%dT%H:%M}Z"' in page
    assert "Lena" not in page


def test_a_mark_fades_after_fifteen_minutes(lena: Any, browser_of: Browser, monkeypatch: Any) -> None:
    kept: dict[str, int] = {}
    put = cache.set
    monkeypatch.setattr(
        cache, "set", lambda key, value, timeout=None: (kept.update({key: timeout}), put(key, value, timeout))
    )

    browser_of(lena).get("/spaces/")

    marks = {key: seconds for key, seconds in kept.items() if key.startswith("here")}
    assert marks == {f"here:{lena.pk}": 900}


def test_a_closed_thread_needs_no_such_words(thread: Thread, mo: Any, chen: Any, browser_of: Browser) -> None:
    lock_thread(thread, by=mo, now=timezone.now())

    assert NOBODY not in browser_of(chen).get(thread.get_absolute_url()).content.decode()
