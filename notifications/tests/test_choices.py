"""The page on which members say what they want to hear of, and the operators' page about sending."""

import pytest
from django.utils import timezone

from notifications.models import Letter, Notice, NoticeChoice, NoticeSettings
from tests.pages import words_of


def test_every_kind_has_a_row_and_nothing_is_ticked_outside(asha, browser_of, bell):
    page = browser_of(asha).get("/account/notices/").content.decode()

    assert "Bells" in page and "Alarms" in page
    assert page.count("checked") == 3  # two kinds here, and the rhythm


def test_choices_are_kept(asha, browser_of, bell):
    sent = {"rhythm": "daily", "quiet_from": "22:00", "quiet_until": "07:30", "by_mail_0": "on"}

    assert browser_of(asha).post("/account/notices/", sent).status_code == 302

    made = {one.kind: (one.here, one.by_mail, one.by_push) for one in NoticeChoice.objects.all()}
    assert made == {"test.bell": (False, True, False), "test.alarm": (True, False, False)}
    kept = NoticeSettings.objects.get(member=asha)
    assert (kept.rhythm, kept.quiet_from.hour, kept.origin) == ("daily", 22, "http://testserver/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythm": "hourly"},
        {"rhythm": "daily", "quiet_from": "22:00"},
        {"rhythm": "daily", "quiet_from": "25:00", "quiet_until": "07:00"},
    ],
)
def test_a_wrong_choice_keeps_what_was_there_and_what_was_typed(wrong, asha, browser_of, bell):
    answer = browser_of(asha).post("/account/notices/", {**wrong, "by_mail_0": "on"})

    assert answer.status_code == 422
    assert answer.content.decode().count("checked") >= 2
    assert not NoticeChoice.objects.exists()


def test_what_nobody_wants_to_hear_of_makes_no_notice(asha, browser_of, ring):
    browser_of(asha).post("/account/notices/", {"rhythm": "daily"})
    ring(1, asha)

    assert not Notice.objects.exists()


def test_a_shared_computer_shows_no_notes(asha, browser_of, bell):
    browser = browser_of(asha)
    session = browser.session
    session["shared_computer"] = True
    session.save()

    assert "This is a shared computer" in words_of(browser.get("/account/notices/"))
    assert browser.post("/account/notices/devices/", {}).status_code == 422


def test_operators_see_how_sending_does_and_nobody_whose(asha, olu, browser_of, bell):
    now = timezone.now()
    Letter.objects.create(
        member=asha, channel="mail", state="given_up", since=now, due_at=now, done_at=now,
        stamp="a" * 32, trouble="the mailbox refused it (550)",
    )  # fmt: skip

    page = words_of(browser_of(olu).get("/operator/notes/"))

    assert "refused it (550)" in page
    assert "Asha" not in page
    assert browser_of(asha).get("/operator/notes/").status_code == 403
