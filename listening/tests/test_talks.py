"""A talk while it goes on and afterwards: going on to somebody else, the two questions, and the note for the lead."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chat.actions import accept, end_conversation, send_message, send_request
from chat.queries import get_standing
from listening import actions, queries
from listening.models import LeadNote, Talk
from notifications.models import Notice
from people.actions import block
from safety.models import DeskSettings
from tests.pages import words_of


def test_one_agreed_to_write_so_there_is_no_call(talk, asha, lena, browser_of, with_relay):
    for member in (asha, lena):
        browser = browser_of(member)
        assert "/calls/conversation/" not in browser.get(talk.get_absolute_url()).content.decode()
        assert browser.get(f"/calls/conversation/{talk.conversation_id}/").status_code == 404


def test_going_on_with_somebody_else_is_the_members_choice_and_keeps_the_place(
    talk, asha, ben, lena, mo, on_duty, wait, take, browser_of
):
    listener, member = browser_of(lena), browser_of(asha)
    assert "Nobody else is on duty" in words_of(listener.get(talk.get_absolute_url()))
    with pytest.raises(actions.NobodyElse):
        actions.ask_to_pass_on(talk, by=lena, now=timezone.now())
    wait(ben)
    on_duty(mo)

    listener.post(f"/now/{talk.pk}/pass/")
    assert "Would you like to go on with another listener?" in words_of(member.get(talk.get_absolute_url()))
    member.post(f"/now/{talk.pk}/pass/", {"answer": "stay"})
    assert "They would rather not" in words_of(listener.get(talk.get_absolute_url()))
    member.post(f"/now/{talk.pk}/pass/", {"answer": "go"})

    assert "You are the next." in words_of(member.get("/now/"))
    assert take(lena).member == ben  # not the one she passed on
    again = take(mo)
    assert (again.member, again.place_at) == (asha, talk.place_at)
    assert get_standing(talk.conversation_id, viewer=asha).is_ended
    with pytest.raises(actions.CannotPass):
        actions.pass_on(talk, by=asha, now=timezone.now())


def test_nobody_else_finds_anything_of_a_talk(talk, asha, ben, lena, mo, olu, browser_of):
    for member in (ben, mo, olu):
        for path in ("", "pass/", "after/", "note/"):
            browser = browser_of(member)
            answer = browser.post if path == "pass/" else browser.get
            assert answer(f"/now/{talk.pk}/{path}").status_code == 404
    assert browser_of(lena).get(f"/now/{talk.pk}/after/").status_code == 404
    assert browser_of(asha).get(f"/now/{talk.pk}/note/").status_code == 404


def test_danger_shows_the_writer_the_lines_and_the_listener_two_lines_of_advice(talk, asha, lena, browser_of):
    standing = get_standing(talk.conversation_id, viewer=asha)
    send_message(standing, author=asha, body="I want to kill myself tonight.", now=timezone.now())

    member = words_of(browser_of(asha).get(talk.get_absolute_url()))
    listener = words_of(browser_of(lena).get(talk.get_absolute_url()))

    assert "You sound in a lot of pain." in member and "Talk to a listener now" not in member
    assert "ask whether they are safe right now" in listener


def test_danger_in_any_other_conversation_offers_its_writer_a_listener_while_one_is_on_duty(
    asha, ben, lena, on_duty, browser_of
):
    now = timezone.now()
    conversation = accept(send_request(ben, by=asha, words="Shall we talk?", now=now), by=ben, now=now)
    standing = get_standing(conversation.pk, viewer=asha)
    send_message(standing, author=asha, body="I want to kill myself tonight.", now=now)
    browser = browser_of(asha)

    assert "Talk to a listener now" not in words_of(browser.get(conversation.get_absolute_url()))
    on_duty(lena)

    page = browser.get(conversation.get_absolute_url()).content.decode()
    assert "Talk to a listener now" in page and 'href="/now/"' in page


def test_the_lead_reads_notes_and_nobody_else_does(talk, asha, lena, mo, olu, browser_of):
    DeskSettings.objects.update_or_create(pk=1, defaults={"lead": mo})
    browser = browser_of(lena)

    assert browser.post(f"/now/{talk.pk}/note/", {"words": ""}).status_code == 422
    browser.post(f"/now/{talk.pk}/note/", {"words": "A persimmon worry."})

    assert list(Notice.objects.filter(kind="listening.note").values_list("member__name", flat=True)) == ["Mo"]
    page = words_of(browser_of(mo).get("/listening/notes/"))
    assert "persimmon" in page and "Lena" in page and "Asha" in page
    for member in (lena, olu, asha):
        assert browser_of(member).get("/listening/notes/").status_code == 403
    block(asha, blocker=mo)
    assert "Asha" not in words_of(browser_of(mo).get("/listening/notes/"))


def test_answers_are_shown_in_sums_of_five_and_never_one_by_one(talk, asha, lena, olu, browser_of):
    browser = browser_of(asha)
    end_conversation(talk.conversation, now=timezone.now())

    browser.post(f"/now/{talk.pk}/after/", {"heard": "yes", "safer": "no"})

    assert "You need not stay alone with that." in words_of(browser.get(f"/now/{talk.pk}/after/"))
    assert "Two questions" not in words_of(browser_of(lena).get(talk.get_absolute_url()))
    assert queries.sums_of_answers(olu) is None
    now = timezone.now()
    for number in range(5):
        Talk.objects.create(
            member=asha, place_at=now, waits_since=now, seen_at=now, began_at=now, heard="partly", safer="yes",
            answered_at=now + timedelta(minutes=number + 1),
        )  # fmt: skip
    sums = queries.sums_of_answers(olu)
    assert sums and sums.answered == 5
    assert dict(sums.heard) == {"Yes": 1, "Partly": 4, "No": 0}
    assert "Of 5 people who answered." in words_of(browser_of(olu).get("/listening/notes/"))


def test_answers_and_notes_are_sealed(talk, asha, lena):
    from django.db import connection

    actions.answer_afterwards(talk, by=asha, heard="partly", safer="", now=timezone.now())
    actions.write_note(talk, by=lena, words="A persimmon worry.", now=timezone.now())

    with connection.cursor() as cursor:
        cursor.execute("SELECT heard FROM listening_talk UNION ALL SELECT words FROM listening_leadnote")
        stored = " ".join(str(row[0]) for row in cursor.fetchall())
    assert "partly" not in stored and "persimmon" not in stored
    assert LeadNote.objects.get().words == "A persimmon worry."


def test_an_account_that_closes_ends_its_talk_and_takes_its_wait_along(
    talk: Any, asha: Any, lena: Any
) -> None:
    from listening.actions import say_farewell

    say_farewell(asha, now=timezone.now())

    talk.conversation.refresh_from_db()
    assert talk.conversation.ended_at and not Talk.objects.exists()
