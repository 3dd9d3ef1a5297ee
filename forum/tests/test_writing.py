"""Someone is writing: nameless unless they chose otherwise, and never a way to see through another name."""

import pytest

from live import bus
from people.models import Member


@pytest.fixture
def whispers(monkeypatch):
    heard = []
    monkeypatch.setattr(bus, "whisper", lambda *whisper: heard.append(whisper))
    return heard


def test_nobody_is_named_unless_they_chose_to_be(thread, ben, browser_of, whispers):
    browser_of(ben).post(f"/threads/{thread.pk}/writing/", {"as": "member"})

    assert whispers == [(f"thread:{thread.pk}", "forum.someone_writing", {"thread": thread.pk}, ben.pk)]


def test_who_chose_to_be_seen_is_pointed_at(thread, asha, ben, browser_of, whispers):
    Member.objects.filter(pk=ben.pk).update(shows_writing=True)

    browser_of(ben).post(f"/threads/{thread.pk}/writing/", {"as": "member"})

    assert whispers[0][2] == {"thread": thread.pk, "by": ben.pk}
    words = browser_of(asha).get(f"/threads/{thread.pk}/writing/?by={ben.pk}").content.decode()
    assert words == "Ben is writing."


@pytest.mark.parametrize("form", [{"as": "alias"}, {}, {"as": "anything"}])
def test_writing_anonymously_has_no_actor_and_no_name(thread, ben, browser_of, whispers, form):
    Member.objects.filter(pk=ben.pk).update(shows_writing=True)

    browser_of(ben).post(f"/threads/{thread.pk}/writing/", form)

    assert whispers == [(f"thread:{thread.pk}", "forum.someone_writing", {"thread": thread.pk}, None)]


def test_a_blocked_member_has_no_name_to_show(start, ben, asha, dana, dana_is_blocked, browser_of):
    thread = start(ben)
    Member.objects.filter(pk=dana.pk).update(shows_writing=True)

    words = browser_of(asha).get(f"/threads/{thread.pk}/writing/?by={dana.pk}").content.decode()

    assert words == "Someone is writing."


def test_nobodys_name_is_found_out_by_trying_numbers(thread, ben, asha, browser_of):
    words = browser_of(asha).get(f"/threads/{thread.pk}/writing/?by={ben.pk}").content.decode()

    assert words == "Someone is writing."
