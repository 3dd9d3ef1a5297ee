"""Listeners on duty, and people who would like to talk to one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from listening import actions
from listening.models import Talk
from people.queries import note_here
from safety.actions import go_on_duty


@pytest.fixture
def on_duty() -> Callable[..., Any]:
    """Return a function that puts somebody on duty, taking so many at a time."""

    def go(*members: Any, at_a_time: int = 1) -> None:
        now = timezone.now()
        for member in members:
            go_on_duty(member, hours=2, now=now)
            note_here(member)
            actions.choose_limit(member, most_at_once=at_a_time, now=now)

    return go


@pytest.fixture
def wait() -> Callable[..., Talk]:
    """Return a function by which a member has asked for somebody so many minutes ago."""

    def ask(member: Any, *, minutes_ago: int = 0, help: str = "listen") -> Talk:
        now = timezone.now()
        talk = actions.ask(member, help=help, now=now - timedelta(minutes=minutes_ago))
        actions.still_here(member, now=now)
        talk.refresh_from_db()
        return talk

    return ask


@pytest.fixture
def take() -> Callable[..., Talk]:
    """Return a function by which a listener takes whoever is next."""

    def press(listener: Any) -> Talk:
        talk = actions.take_next(listener, now=timezone.now())
        assert talk is not None
        return talk

    return press


@pytest.fixture
def talk(lena: Any, asha: Any, on_duty: Any, wait: Any, take: Any) -> Talk:
    """Asha, who talks with Lena."""
    on_duty(lena)
    wait(asha)
    found: Talk = take(lena)
    return found
