"""Asking for somebody to talk with now: who comes when, and what everybody is told meanwhile."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.html import strip_tags

from chat.actions import end_conversation, want_again
from chat.queries import get_standing
from listening import actions, queries
from listening.models import Talk
from notifications.models import Notice
from people.actions import block, mute
from safety.actions import go_off_duty
from safety.models import Shift, ShiftPlace
from tests.pages import words_of


def test_whoever_asked_first_is_talked_with_first(asha, ben, chen, lena, mo, on_duty, wait, take, browser_of):
    on_duty(lena, at_a_time=2)
    on_duty(mo)
    for member, ago in ((asha, 9), (ben, 6), (chen, 3)):
        wait(member, minutes_ago=ago)

    assert words_of(browser_of(ben).get("/now/")).count("1 person is before you.") == 1
    taken = [take(lena), take(mo), take(lena)]

    assert [talk.member for talk in taken] == [asha, ben, chen]
    assert [talk.listener for talk in taken] == [lena, mo, lena]


def test_nobody_on_duty_is_said_with_lines_and_the_next_shift_and_keeps_nobody_waiting(
    asha, lena, browser_of
):
    begins = timezone.now() + timedelta(hours=3)
    shift = Shift.objects.create(starts_at=begins, ends_at=begins + timedelta(hours=2))
    ShiftPlace.objects.create(shift=shift, member=lena)
    browser = browser_of(asha)

    page = browser.get("/now/").content.decode()

    assert "No listener is here right now." in page and f"{begins:%Y-%m-%dT%H:%M}Z" in page
    assert 'href="/help-now/"' in page
    assert "No listener is here" in words_of(browser.post("/now/", {"help": "listen"}))
    assert not Talk.objects.exists()


def test_a_second_press_keeps_the_place_and_a_wrong_one_asks_again(asha, lena, on_duty, browser_of):
    on_duty(lena)
    browser = browser_of(asha)

    assert browser.post("/now/", {"help": "money"}).status_code == 422
    for _ in range(2):
        assert browser.post("/now/", {"help": "ideas"}).url == "/now/"

    (talk,) = Talk.objects.all()
    assert (talk.help, talk.is_waiting) == ("ideas", True)
    assert "You are the next." in words_of(browser.get("/now/"))
    browser.post("/now/leave/")
    assert not Talk.objects.waiting().exists()


def test_a_listener_sees_what_would_help_and_never_who(asha, lena, on_duty, wait, browser_of):
    on_duty(lena)
    wait(asha, help="company", minutes_ago=4)

    page = words_of(browser_of(lena).get("/listening/"))

    assert "1 person waits" in page and "Company" in page
    assert "Asha" not in page


def test_a_listener_takes_no_more_than_they_said_and_nobody_off_duty(
    asha, ben, lena, on_duty, wait, take, browser_of
):
    on_duty(lena)
    wait(asha, minutes_ago=2)
    wait(ben)
    take(lena)

    with pytest.raises(actions.HandsFull):
        take(lena)
    assert "as many people as you wanted" in words_of(browser_of(lena).post("/listening/next/", follow=True))
    actions.choose_limit(lena, most_at_once=2, now=timezone.now())
    go_off_duty(lena, now=timezone.now())
    with pytest.raises(actions.NotListening):
        take(lena)
    with pytest.raises(PermissionDenied):
        actions.take_next(ben, now=timezone.now())


def test_ending_a_talk_frees_the_hands_of_its_listener_and_is_for_good(ben, talk, wait, take, lena, asha):
    wait(ben)
    end_conversation(talk.conversation, now=timezone.now())

    assert take(lena).member == ben
    with pytest.raises(PermissionDenied):
        want_again(get_standing(talk.conversation_id, viewer=asha), now=timezone.now())
    assert actions.ask(asha, help="listen", now=timezone.now()).pk != talk.pk


def test_whoever_is_away_keeps_the_place_for_some_minutes(asha, ben, lena, on_duty, wait, take):
    on_duty(lena, at_a_time=3)
    gone, waiting = wait(asha, minutes_ago=8), wait(ben, minutes_ago=5)
    now = timezone.now()
    Talk.objects.filter(pk=gone.pk).update(seen_at=now - timedelta(minutes=5))

    assert take(lena) == waiting
    actions.let_go_of_the_gone(now=now)
    actions.still_here(asha, now=now)
    assert take(lena) == gone

    other = wait(ben.__class__.objects.get(pk=lena.pk), minutes_ago=30)
    Talk.objects.filter(pk=other.pk).update(seen_at=now - timedelta(minutes=11))
    assert actions.let_go_of_the_gone(now=now) == 1
    other.refresh_from_db()
    assert other.left_at == now - timedelta(minutes=11)


@pytest.mark.parametrize("how", ["blocks", "is blocked by", "mutes", "is muted by"])
def test_two_who_keep_their_distance_are_never_brought_together_and_see_no_trace(
    how, asha, ben, lena, on_duty, wait, browser_of
):
    on_duty(lena, at_a_time=2)
    {
        "blocks": lambda: block(lena, blocker=asha),
        "is blocked by": lambda: block(asha, blocker=lena),
        "mutes": lambda: mute(lena, muter=asha),
        "is muted by": lambda: mute(asha, muter=lena),
    }[how]()
    wait(asha, minutes_ago=3)

    seen = words_of(browser_of(lena).get("/listening/"))
    waits = words_of(browser_of(asha).get("/now/"))

    assert "Nobody waits" in seen
    assert "You are the next." in waits and "No listener" not in waits
    assert actions.take_next(lena, now=timezone.now()) is None
    assert not Notice.objects.filter(member=lena, kind="listening.waits").exists()
    wait(ben)
    assert actions.take_next(lena, now=timezone.now()).member == ben


def test_blocking_in_the_middle_ends_it_and_neither_finds_it(talk, asha, lena, browser_of):
    block(lena, blocker=asha)

    talk.conversation.refresh_from_db()
    assert talk.conversation.ended_at
    for member in (asha, lena):
        browser = browser_of(member)
        assert browser.get(talk.get_absolute_url()).status_code == 404
        assert browser.get(f"/now/{talk.pk}/after/").status_code == 404
    assert browser_of(asha).get("/now/").status_code == 200
    assert queries.held_by(lena).count() == 0


def test_the_wait_is_told_as_it_was_and_not_at_all_from_too_few(asha, lena, on_duty):
    on_duty(lena)
    now = timezone.now()

    def waited(minutes: float, *, found: bool = True) -> None:
        since = now - timedelta(hours=5)
        until = since + timedelta(minutes=minutes)
        ends = {"began_at": until} if found else {"left_at": until}
        Talk.objects.create(member=asha, place_at=since, waits_since=since, seen_at=until, **ends)

    for minutes in (1, 2, 4, 8):
        waited(minutes)
    waited(1, found=False)  # left at once, which tells nothing
    assert queries.usual_wait(now=now) is None
    waited(12)
    assert queries.usual_wait(now=now) == queries.UsualWait(5)
    for _ in range(6):
        waited(20, found=False)
    assert queries.usual_wait(now=now) == queries.UsualWait(None)


def test_those_on_duty_hear_that_somebody_waits_and_whoever_waits_that_somebody_came(
    asha, ben, lena, mo, on_duty, wait, take, browser_of
):
    on_duty(lena, mo)
    talk = wait(asha)

    told = Notice.objects.filter(kind="listening.waits").values_list("member__name", flat=True)
    assert sorted(told) == ["Lena", "Mo"]
    assert "Somebody would like to talk to someone now." in words_of(browser_of(mo).get("/notices/"))
    take(lena)
    assert "Somebody would like to talk" not in words_of(browser_of(mo).get("/notices/"))
    assert "Somebody is here to talk with you now." in words_of(browser_of(asha).get("/notices/"))
    talk.refresh_from_db()
    assert browser_of(asha).get("/now/").url == talk.get_absolute_url()


def test_whoever_the_only_listener_keeps_apart_is_told_at_once_what_everybody_is_told(
    asha, ben, lena, on_duty, wait, browser_of
):
    block(asha, blocker=lena)
    on_duty(lena)
    pages = []
    for member in (asha, ben):
        wait(member)
        page = words_of(browser_of(member).get("/now/", headers={"HX-Request": "true"}))
        pages.append(strip_tags(page).split())
        actions.leave(member, now=timezone.now())

    assert pages[0] == pages[1]
    told = " ".join(pages[0])
    assert "It can also happen that nobody does" in told
    assert "crisis lines, with people to talk to" in told


def test_whoever_may_not_write_is_shown_the_lines(asha, lena, on_duty, browser_of, monkeypatch):
    on_duty(lena)
    monkeypatch.setattr("listening.permissions.can_speak", lambda member, now: False)

    page = words_of(browser_of(asha).post("/now/", {"help": "listen"}))

    assert "The crisis lines are there for you all the same." in page
    assert not Talk.objects.exists()


def test_talks_in_which_nobody_speaks_end_by_themselves_and_old_ones_are_forgotten(talk):
    now = timezone.now()
    assert actions.end_silent_talks(now=now + timedelta(hours=5)) == 0
    assert actions.forget_old_talks(now=now + timedelta(days=100)) == 0  # it still goes on
    assert actions.end_silent_talks(now=now + timedelta(hours=7)) == 1
    assert actions.forget_old_talks(now=now + timedelta(days=100)) == 1
    assert get_standing(talk.conversation_id, viewer=talk.member).is_ended
