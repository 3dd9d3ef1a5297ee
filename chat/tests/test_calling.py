"""A call between the two of a conversation."""

from typing import Any

import pytest
from django.utils import timezone

from calls.actions import join, leave
from calls.models import Participant
from calls.venues import find_venue
from chat import actions
from notifications.models import Notice
from people.actions import block


def test_the_button_is_there_only_where_a_call_can_be(
    talk: Any, asha: Any, browser_of: Any, settings: Any
) -> None:
    page = f"/conversations/{talk.conversation.pk}/"
    call = f"/calls/conversation/{talk.conversation.pk}/"
    browser = browser_of(asha)

    assert call not in browser.get(page).content.decode()
    settings.CALLS = {"urls": ["turn:relay.test"], "secret": "s", "relays": frozenset({"198.51.100.7"})}
    assert call in browser.get(page).content.decode()
    actions.end_conversation(talk.conversation, now=timezone.now())
    assert call not in browser.get(page).content.decode()
    assert browser.get(call).status_code == 404


def test_whoever_is_called_hears_of_it_for_as_long_as_somebody_waits_there(
    talk: Any, asha: Any, ben: Any, browser_of: Any, with_relay: None
) -> None:
    number, now = talk.conversation.pk, timezone.now()
    browser = browser_of(ben)
    venue = find_venue("conversation", number, viewer=asha)
    mine = join(venue, member=asha, way="voice", now=now)

    def notices() -> str:
        return browser.get("/notices/").content.decode()

    assert "would like to talk with you in a call" in notices()
    assert "would like to talk with you in a call" not in browser_of(asha).get("/notices/").content.decode()
    leave(mine)
    assert "would like to talk with you in a call" not in notices()
    assert not Notice.objects.filter(member=ben, kind="chat.call", read_at__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["end", "block"])
def test_a_call_is_over_for_both_when_their_conversation_is(
    talk: Any, asha: Any, ben: Any, browser_of: Any, with_relay: None, how: str
) -> None:
    number = talk.conversation.pk
    for member in (asha, ben):
        join(
            find_venue("conversation", number, viewer=member), member=member, way="voice", now=timezone.now()
        )
    assert "Ben is in the call." in (
        browser_of(asha)
        .get(f"/conversations/{number}/")
        .content.decode()
        .replace("\u2068", "")
        .replace("\u2069", "")
    )

    if how == "end":
        actions.end_conversation(talk.conversation, now=timezone.now())
    else:
        block(ben, blocker=asha)

    assert not Participant.objects.exists()
