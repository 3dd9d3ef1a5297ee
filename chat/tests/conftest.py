"""Two people who met, and who talk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chat import actions, queries
from chat.models import Message, Request
from forum.actions import post_reply, start_thread
from forum.models import Space


@pytest.fixture
def space(db: None) -> Space:
    return Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")


@pytest.fixture
def met(space: Space) -> Callable[..., Any]:
    """Return a function that has one member reply in a thread of another's, so that the second may ask the first."""

    def meet(
        author: Any, replier: Any, *, anonymous_author: bool = False, anonymous_reply: bool = False
    ) -> Any:
        now = timezone.now()
        thread = start_thread(
            space,
            author=author,
            title="Evenings",
            body="Long.",
            wants="listen",
            now=now,
            anonymous=anonymous_author,
        )
        post_reply(thread, author=replier, body="I know them.", now=now, anonymous=anonymous_reply)
        return thread

    return meet


@pytest.fixture
def ask() -> Callable[..., Request]:
    """Return a function that sends a request and lets the background decide about it."""

    def send(sender: Any, recipient: Any, words: str = "Shall we talk?") -> Request:
        now = timezone.now()
        asked = actions.send_request(recipient, by=sender, words=words, now=now)
        actions.deliver(asked.pk, now=now)
        asked.refresh_from_db()
        return asked

    return send


@pytest.fixture
def talk(met: Any, ask: Any, asha: Any, ben: Any) -> Any:
    """Asha asked Ben, who had replied to her, and Ben said yes; return the conversation as Asha has it."""
    met(asha, ben)
    conversation = actions.accept(ask(asha, ben), by=ben, now=timezone.now())
    return queries.get_standing(conversation.pk, viewer=asha)


@pytest.fixture
def say(talk: Any) -> Callable[..., Message]:
    """Return a function by which one of the two says something in it."""

    def send(author: Any, body: str, *, minutes_ago: int = 0, **facts: Any) -> Message:
        standing = queries.get_standing(talk.conversation.pk, viewer=author)
        at = timezone.now() - timedelta(minutes=minutes_ago)
        return actions.send_message(standing, author=author, body=body, now=at, **facts)

    return send
