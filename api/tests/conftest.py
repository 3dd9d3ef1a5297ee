"""A program, spaces and threads for the tests of the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from api.tests.program import ORDINARY, Program
from chat import actions as chat
from forum.actions import post_reply, start_thread
from forum.models import Space, Thread


@pytest.fixture
def program(db: None) -> Callable[..., Program]:
    """Return a function that gives a member a program; None is a stranger's."""

    def make(member: Any = None, *scopes: str) -> Program:
        return Program(member, scopes or ORDINARY)

    return make


@pytest.fixture
def space(db: None) -> Space:
    return Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="open")


@pytest.fixture
def rooms(space: Space) -> dict[str, Space]:
    """One space of each kind of door."""
    return {
        "open": space,
        "members": Space.objects.create(slug="room", name="Room", purpose="A room", access="members"),
        "request": Space.objects.create(slug="door", name="Door", purpose="A door", access="request"),
    }


@pytest.fixture
def write(space: Space) -> Callable[..., Thread]:
    """Return a function that starts a thread, with a reply by somebody where one is named."""

    def start(author: Any, *, place: Space | None = None, reply_by: Any = None, **facts: Any) -> Thread:
        now = timezone.now()
        said = {"title": "Evenings", "body": "The evenings are long.", "wants": "listen", **facts}
        thread = start_thread(place or space, author=author, now=now, **said)
        if reply_by:
            post_reply(thread, author=reply_by, body="I know them.", now=now)
        return thread

    return start


@pytest.fixture
def talk(asha: Any, ben: Any) -> int:
    """Asha and Ben have a conversation; return its number."""
    now = timezone.now()
    asked = chat.send_request(ben, by=asha, words="Shall we talk?", now=now)
    return chat.accept(asked, by=ben, now=now).pk
