"""Private stays private, and nobody is left alone with it."""

import pytest
from django.utils import timezone

from chat import actions, queries
from chat.models import Excerpt
from forum.actions import save_helper_settings
from safety.actions import claim, report
from safety.models import AuditEntry, Case
from safety.subjects import find

CONTACT = "Text me your phone number, and send me money please."


def address(talk, rest=""):
    return f"/conversations/{talk.conversation.pk}/{rest}"


@pytest.fixture
def danger():
    """Words that screening takes for danger, which stand in no source file."""
    from safety.tests.test_screening import DANGER

    return DANGER[1]


def test_whoever_writes_worrying_words_is_shown_the_lines_alone(talk, say, asha, ben, danger, browser_of):
    say(asha, danger)

    assert "You sound in a lot of pain." in browser_of(asha).get(address(talk)).content.decode()
    page = browser_of(ben).get(address(talk)).content.decode()
    assert "You sound in a lot of pain." not in page
    assert "Say that you heard it" not in page
    assert not Case.objects.exists()


def test_asking_for_somebody_reaches_the_desk_without_a_word_and_their_answer_arrives(
    talk, say, asha, ben, mo, chen, danger, browser_of
):
    say(asha, danger)
    actions.choose_from_whom(asha, from_whom="nobody")
    browser = browser_of(asha)
    page = browser.get(address(talk)).content.decode()
    assert "Nobody is shown what you wrote." in page and "and nobody was told" in page

    browser.post(address(talk, "care/"), {"do": "talk"})

    case = Case.objects.get()
    desk = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    assert "They ask for somebody to talk to." in desk
    assert danger not in desk and f"/conversations/{talk.conversation.pk}/" not in desk
    assert "among your conversations" in browser.get(address(talk)).content.decode()
    claim(case, by=mo, version=case.version, now=timezone.now())
    for one, arrives in ((mo, True), (chen, False)):
        asked = actions.send_request(asha, by=one, words="I am here.", now=timezone.now())
        assert actions.deliver(asked.pk, now=timezone.now()) is arrives


def test_the_offer_can_be_put_away_until_something_new_worries(talk, say, asha, ben, danger, browser_of):
    say(asha, danger)
    browser = browser_of(asha)

    browser.post(address(talk, "care/"), {"do": "away"})
    assert 'id="care"' not in browser.get(address(talk)).content.decode()
    say(asha, danger)
    assert 'id="care"' in browser.get(address(talk)).content.decode()
    assert browser_of(ben).post(address(talk, "care/"), {"do": "away"}).status_code == 302
    assert 'id="care"' in browser.get(address(talk)).content.decode()
    assert not Case.objects.exists()


def test_a_reader_who_offered_to_help_gets_two_lines_of_advice(talk, say, asha, ben, danger, browser_of):
    from datetime import time

    save_helper_settings(
        ben, weekly_cap=3, quiet_from=time(22), quiet_until=time(8), time_zone="", languages=[], known_topics=[],
        refused_topics=[], shares_lived_experience=False, now=timezone.now(),
    )  # fmt: skip
    say(asha, danger)

    assert "Say that you heard it" in browser_of(ben).get(address(talk)).content.decode()


def test_asking_for_contact_or_money_warns_the_reader_alone(talk, say, asha, ben, browser_of):
    say(asha, CONTACT)

    warning = "This message may ask for contact details"
    assert warning in browser_of(ben).get(address(talk)).content.decode()
    assert warning not in browser_of(asha).get(address(talk)).content.decode()


def test_a_passage_that_is_warned_of_is_not_quoted_in_the_open(talk, say, asha, ben, browser_of):
    message = say(asha, CONTACT)
    say(ben, "No.", answers=message)

    assert "<blockquote" not in browser_of(ben).get(address(talk)).content.decode()


def test_staff_see_the_chosen_messages_and_two_around_and_nothing_else(talk, say, asha, ben, mo, browser_of):
    words = [say(ben if number % 2 else asha, f"number-{number}.") for number in range(9)]
    browser = browser_of(asha)
    chosen = browser.post(address(talk, "report/"), {"message": [words[5].pk]})
    assert chosen["Location"].startswith("/report/chat.excerpt/")
    browser.post(chosen["Location"], {"reason": "contact", "words": ""})

    page = browser_of(mo).get(f"/desk/{Case.objects.get().pk}/").content.decode()
    assert [f"number-{number}." in page for number in range(9)] == [3 <= number <= 7 for number in range(9)]
    assert AuditEntry.objects.filter(act="safety.case_read", actor_id=mo.pk).exists()


def test_words_taken_back_reach_staff_only_where_they_were_chosen(talk, say, asha, ben):
    first, second = say(ben, "Chosen"), say(ben, "Not chosen")
    for message in (first, second):
        actions.remove_message(message, by=ben, now=timezone.now())
    standing = queries.get_standing(talk.conversation.pk, viewer=asha)
    excerpt = actions.make_excerpt(standing, [first.pk], by=asha, now=timezone.now())

    assert [line.words for line in excerpt.lines.all() if line.author_id == ben.pk] == ["Chosen", ""]


def test_nobody_reports_what_they_cannot_read_or_wrote_themselves(talk, say, asha, ben, chen, browser_of):
    message = say(asha, "Mine")
    assert browser_of(chen).post(address(talk, "report/"), {"message": [message.pk]}).status_code == 404
    assert browser_of(asha).post(address(talk, "report/"), {"message": [message.pk]}).status_code == 422
    theirs = say(ben, "Theirs")
    browser_of(asha).post(address(talk, "report/"), {"message": [theirs.pk]})
    excerpt = Excerpt.objects.get()

    for other in (ben, chen):
        assert browser_of(other).get(f"/report/chat.excerpt/{excerpt.pk}/").status_code == 404


def test_a_message_can_be_taken_down_and_put_back(talk, say, asha, ben, browser_of):
    message = say(ben, "Unkind words")
    standing = queries.get_standing(talk.conversation.pk, viewer=asha)
    excerpt = actions.make_excerpt(standing, [message.pk], by=asha, now=timezone.now())
    subject = find("chat.excerpt", str(excerpt.pk), viewer=asha)
    assert {"hide", "lock"} == subject.can
    report(subject, by=asha, reason="hate", words="", now=timezone.now())
    actions.take_down([message.pk], now=timezone.now())

    for member in (asha, ben):
        page = browser_of(member).get(address(talk)).content.decode()
        assert "A moderator took this down." in page
        assert "Unkind words" not in page
    actions.put_back([message.pk])
    assert "Unkind words" in browser_of(asha).get(address(talk)).content.decode()


def test_a_request_can_be_reported_before_it_is_answered(met, ask, asha, ben, mo, browser_of):
    met(asha, ben)
    asked = ask(asha, ben, "Unkind words")
    browser = browser_of(ben)
    to = browser.post(f"/conversations/requests/{asked.pk}/", {"answer": "report"})["Location"]
    browser.post(to, {"reason": "hate", "words": ""})

    assert "Unkind words" in browser_of(mo).get(f"/desk/{Case.objects.get().pk}/").content.decode()


def test_what_was_shown_to_staff_goes_after_its_time_and_with_its_author(talk, say, asha, ben):
    from datetime import timedelta

    message = say(ben, "Words")
    standing = queries.get_standing(talk.conversation.pk, viewer=asha)
    actions.make_excerpt(standing, [message.pk], by=asha, now=timezone.now())

    assert actions.forget_old_excerpts(now=timezone.now() + timedelta(days=179)) == 0
    assert actions.forget_old_excerpts(now=timezone.now() + timedelta(days=181)) > 0


def test_what_was_taken_back_can_be_reported_and_is_not_shown_by_that(talk, say, asha, ben, browser_of):
    message = say(ben, "Unkind words")
    actions.remove_message(message, by=ben, now=timezone.now())
    page = browser_of(asha).get(address(talk, "report/")).content.decode()

    assert "Unkind" not in page
    assert "Taken back; written on" in page
    assert browser_of(asha).post(address(talk, "report/"), {"message": [message.pk]}).status_code == 302
