"""Two at the same moment: one request is answered once, one version is published, nobody outruns their pace."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forum.actions import post_reply
from forum.models import Post
from people.defaults import create_missing
from safety import actions
from safety.actions import AnsweredAlready, ProtocolMoved, SlowedDown
from safety.models import Decision, Disclosure, Protocol
from safety.tests.test_cases import at_once


@pytest.fixture
def everything(transactional_db: None) -> None:
    create_missing()


def test_a_request_is_answered_once(
    everything: None,
    hidden_voice: Any,
    mo: Any,
    olu: Any,
    reported: Any,
    taken: Any,
) -> None:
    from people.actions import sign_up

    ruth = sign_up(name="Ruth", passphrase="a long passphrase", now=timezone.now())
    type(ruth).objects.filter(pk=ruth.pk).update(role="moderator")
    ruth.refresh_from_db()
    case = taken(reported(hidden_voice), mo)
    asked = actions.ask_disclosure(
        case, sought="account", ground="danger", words="Why.", by=mo, now=timezone.now()
    )

    results = at_once(
        [
            lambda by=by, allow=allow: actions.answer_disclosure(
                Disclosure.objects.get(pk=asked.pk), allow=allow, by=by, now=timezone.now()
            )
            for by, allow in ((olu, True), (ruth, False))
        ]
    )

    late = [one for one in results if isinstance(one, AnsweredAlready | PermissionDenied)]
    assert len(late) == 1
    assert Disclosure.objects.get().answered_by_id in (olu.pk, ruth.pk)


def test_a_version_is_published_once(everything: None, olu: Any) -> None:
    actions.protocol_for("crisis")

    results = at_once(
        [
            lambda step=step: actions.publish_protocol(
                "crisis", steps=[step], replies=[], version=1, by=olu, now=timezone.now()
            )
            for step in ("One.", "Other.")
        ]
    )

    assert sum(isinstance(one, ProtocolMoved) for one in results) == 1
    assert Protocol.objects.filter(concern="crisis").count() == 2


def test_nobody_is_quicker_than_their_pace(
    everything: None,
    post: Any,
    asha: Any,
    mo: Any,
    reported: Any,
    taken: Any,
) -> None:
    case = taken(reported(post, "spam"), mo)
    until = timezone.now() + timedelta(days=1)
    Decision.objects.create(
        case=case, by=mo, member=asha, outcome="slow", per_hour=2, until=until, at=timezone.now()
    )

    results = at_once(
        [
            lambda: post_reply(post.thread, author=asha, body="Once more.", now=timezone.now())
            for _ in range(3)
        ]
    )

    assert sum(isinstance(one, SlowedDown) for one in results) == 2
    assert Post.objects.filter(author=asha).count() == 2
