"""What cases are about in these tests: a reply of Asha's in a thread of Ben's, and what staff do with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from forum.actions import post_reply, start_thread
from forum.models import Space
from safety import actions, subjects
from safety.models import Case


@pytest.fixture
def space(db: None) -> Any:
    return Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")


@pytest.fixture
def post(space: Any, asha: Any, ben: Any) -> Any:
    thread = start_thread(
        space, author=ben, title="Evenings", body="Long.", wants="listen", now=timezone.now()
    )
    return post_reply(thread, author=asha, body="A marzipan reply.", now=timezone.now())


@pytest.fixture
def hidden_voice(space: Any, asha: Any, ben: Any) -> Any:
    thread = start_thread(
        space, author=ben, title="Mornings", body="Short.", wants="listen", now=timezone.now()
    )
    return post_reply(thread, author=asha, body="Nobody knows me.", now=timezone.now(), anonymous=True)


@pytest.fixture
def reported(chen: Any) -> Callable[..., Case]:
    """Return a function by which Chen reports a post, and gets its case."""

    def report(post: Any, reason: str = "worried") -> Case:
        subject = subjects.find("forum.post", str(post.pk), viewer=chen)
        case: Case = actions.report(subject, by=chen, reason=reason, words="", now=timezone.now()).case
        return case

    return report


@pytest.fixture
def taken() -> Callable[..., Case]:
    """Return a function by which somebody takes a case."""

    def take(case: Case, by: Any) -> Case:
        case.refresh_from_db()
        return actions.claim(case, by=by, version=case.version, now=timezone.now())

    return take
