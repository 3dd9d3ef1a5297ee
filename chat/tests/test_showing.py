"""Read, writing, here now: each is off until both want it, and wanting it alone tells nothing."""

import pytest

from chat import actions, queries
from live import bus
from live.models import OutboxEvent
from people.queries import note_here

ALL = {"read": "on", "writing": "on", "here": "on", "show": "yes"}


def address(talk, rest=""):
    return f"/conversations/{talk.conversation.pk}/{rest}"


def standing_of(talk, member):
    return queries.get_standing(talk.conversation.pk, viewer=member)


@pytest.fixture
def whispers(monkeypatch):
    said = []
    monkeypatch.setattr(bus, "whisper", lambda channel, kind, data, actor_id: said.append((channel, kind)))
    return said


def test_one_alone_shows_nothing_and_is_told_to_nobody(talk, say, asha, ben, browser_of, whispers):
    one, other = browser_of(asha), browser_of(ben)
    other.get(address(talk))
    before = len(other.get(address(talk)).content)
    OutboxEvent.objects.all().delete()
    one.post(address(talk, "choices/"), ALL)
    assert len(other.get(address(talk)).content) == before
    note_here(ben)
    say(asha, "Hello")
    other.get(address(talk))
    other.post(address(talk, "writing/"))

    page = one.get(address(talk)).content.decode()
    assert "data-read>" not in page
    assert "here now" not in page
    assert whispers == []
    assert not OutboxEvent.objects.filter(
        kind__in=["chat.messages_seen", "chat.conversation_changed"]
    ).exists()


def test_both_see_that_the_other_read_writes_and_is_here(talk, say, asha, ben, browser_of, whispers):
    one, other = browser_of(asha), browser_of(ben)
    for browser in (one, other):
        browser.post(address(talk, "choices/"), ALL)
    note_here(ben)
    say(asha, "Hello")
    assert "data-read>" not in one.get(address(talk)).content.decode()
    other.get(address(talk))
    other.post(address(talk, "writing/"))

    page = one.get(address(talk)).content.decode()
    assert "data-read>" in page
    assert "here now" in page
    assert whispers == [(f"member:{asha.pk}", "chat.someone_writing")]
    assert OutboxEvent.objects.filter(kind="chat.messages_seen").count() == 1


def test_one_who_stops_showing_it_sees_it_no_more_either(talk, say, asha, ben, browser_of):
    for member in (asha, ben):
        actions.choose_to_show(standing_of(talk, member), read=True, writing=False, here=False)
    say(asha, "Hello")
    browser_of(ben).get(address(talk))
    browser_of(asha).post(address(talk, "choices/"), {"show": "yes"})

    assert "data-read>" not in browser_of(asha).get(address(talk)).content.decode()
    assert not standing_of(talk, ben).both_show("read")
