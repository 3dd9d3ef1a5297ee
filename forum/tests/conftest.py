"""A small forum: one open, one members-only and one by-request space, and a thread of Asha's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forum.actions import post_reply, start_thread
from forum.models import Post, Space, Thread


@pytest.fixture
def anxiety(db: None) -> Space:
    return Space.objects.create(
        slug="anxiety", name="Anxiety", purpose="For worry.", access="open", position=1
    )


@pytest.fixture
def grief(db: None) -> Space:
    return Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members", position=2)


@pytest.fixture
def door(db: None) -> Space:
    return Space.objects.create(
        slug="door", name="Behind a door", purpose="By request.", access="request", position=3
    )


@pytest.fixture
def start(grief: Space) -> Callable[..., Thread]:
    """Return a function that starts a thread, each a minute after the one before."""
    clock = {"now": timezone.now() - timedelta(days=1)}

    def _start(
        author: Any, title: str = "The evenings", body: str = "What do you do?", **extra: Any
    ) -> Thread:
        clock["now"] += timedelta(minutes=1)
        given = {"space": grief, "wants": "listen", "now": clock["now"]} | extra
        return start_thread(given.pop("space"), author=author, title=title, body=body, **given)

    return _start


@pytest.fixture
def reply() -> Callable[..., Post]:
    """Return a function that replies, each a minute after the one before."""
    clock = {"now": timezone.now() - timedelta(hours=12)}

    def _reply(thread: Thread, author: Any, body: str = "I hear you.", **extra: Any) -> Post:
        clock["now"] += timedelta(minutes=1)
        return post_reply(thread, author=author, body=body, **({"now": clock["now"]} | extra))

    return _reply


@pytest.fixture
def thread(start: Callable[..., Thread], asha: Any) -> Thread:
    return start(asha)
