"""Asking the next day how somebody is: who does it, when it is late, and that it does not run out unseen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from core.doctor import Level, Look
from forum.models import Post
from notifications.models import Notice
from safety import actions, queries
from safety.actions import Verdict
from safety.checkups import late_follow_ups
from safety.models import AuditEntry, Band, Case

Browser = Callable[[Any], Client]
DAY = timedelta(hours=24)


def close(
    case: Case, by: Any, outcome: str = "supported", follow_up: str = "", keep_open: bool = False
) -> None:
    case.refresh_from_db()
    actions.decide(
        case, Verdict(outcome), by=by, version=case.version, keep_open=keep_open, follow_up=follow_up,
        now=timezone.now(),
    )  # fmt: skip


def follow_up() -> Case:
    return Case.objects.get(source="follow_up")


def test_closing_what_could_not_wait_asks_who_looks_again(
    post: Any, mo: Any, olu: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    case = taken(reported(post), mo)
    page = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()

    sent = {"version": case.version, "outcome": "supported", "follow_up": "Olu"}
    answer = browser_of(mo).post(f"/desk/{case.pk}/decide/", sent)

    planned = follow_up()
    assert "Who asks tomorrow how they are?" in page and '<option value="Mo">' in page
    assert answer.status_code == 302
    assert (planned.offered_to, planned.due_at - planned.opened_at) == (olu, DAY)
    assert Notice.objects.filter(member=olu, kind="safety.asked", subject_id=planned.pk).exists()
    assert "had Olu ask tomorrow" in browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    assert AuditEntry.objects.filter(act="safety.follow_up_planned").exists()


def test_whoever_closes_it_looks_again_when_nobody_is_named(
    post: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    close(taken(reported(post), mo), mo)

    page = browser_of(mo).get("/desk/?show=mine").content.decode()

    assert follow_up().offered_to == mo
    assert "How is Asha now?" in page and "of 24 hours" in page


@pytest.mark.parametrize(
    ("reason", "outcome", "keep_open"),
    [("worried", "nothing", False), ("worried", "supported", True), ("hate", "supported", False)],
)
def test_nobody_is_asked_where_nobody_was_in_danger_or_more_is_to_do(
    post: Any, mo: Any, reported: Any, taken: Any, reason: str, outcome: str, keep_open: bool
) -> None:
    close(taken(reported(post, reason), mo), mo, outcome, keep_open=keep_open)

    assert not Case.objects.filter(source="follow_up").exists()


def test_only_a_colleague_can_be_named(post: Any, mo: Any, ben: Any, reported: Any, taken: Any) -> None:
    case = taken(reported(post), mo)

    with pytest.raises(actions.NotAColleague):
        close(case, mo, follow_up="Ben")

    case.refresh_from_db()
    assert case.closed_at is None


def test_a_follow_up_shows_what_was_done_answers_and_ends(
    post: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    close(taken(reported(post), mo), mo, "talked")
    again = taken(follow_up(), mo)

    page = browser_of(mo).get(f"/desk/{again.pk}/").content.decode()
    sent = {"version": again.version, "words": "How is it today?"}
    browser_of(mo).post(f"/desk/{again.pk}/answer/", sent)
    close(again, mo)

    assert "Somebody talked with them" in page and "A marzipan reply." in page
    assert Post.objects.get(author=mo).body == "How is it today?"
    assert Case.objects.filter(source="follow_up").count() == 1


def test_a_late_one_stands_at_the_top_and_is_told_every_day_until_it_is_done(
    post: Any, mo: Any, olu: Any, lena: Any, reported: Any, taken: Any
) -> None:
    close(taken(reported(post), mo), mo)
    now = timezone.now() + DAY + timedelta(minutes=1)
    actions.open_case(None, source="request", band=Band.NOW, concern="other", now=now)
    told = Notice.objects.filter(kind="safety.follow_up_late")

    assert actions.raise_late_follow_ups(now=now - timedelta(minutes=2)) == 0
    assert actions.raise_late_follow_ups(now=now) == 1
    assert actions.raise_late_follow_ups(now=now + DAY / 2) == 0

    first = queries.rows_of(list(queries.list_cases(olu)), viewer=olu, now=now)[0]
    assert first.case == follow_up() and first.is_late
    assert {notice.member for notice in told} == {mo, olu}
    told.update(read_at=now)
    for days in (1, 9):
        assert actions.raise_late_follow_ups(now=now + days * DAY) == 1
        assert not told.filter(read_at__isnull=False).exists()
        told.update(read_at=now)
    close(taken(follow_up(), mo), mo)
    assert actions.raise_late_follow_ups(now=now + 20 * DAY) == 0


def test_the_lead_is_told_first_and_the_operators_a_day_later(
    post: Any, mo: Any, olu: Any, reported: Any, taken: Any
) -> None:
    actions.name_lead(lead=mo, by=olu, now=timezone.now())
    close(taken(reported(post), mo), mo)
    told = Notice.objects.filter(kind="safety.follow_up_late").values_list("member", flat=True)

    actions.raise_late_follow_ups(now=timezone.now() + DAY + timedelta(minutes=1))
    assert set(told) == {mo.pk}

    actions.raise_late_follow_ups(now=timezone.now() + 2 * DAY + timedelta(minutes=1))
    assert set(told.all()) == {mo.pk, olu.pk}


def test_somebody_who_has_it_and_does_not_do_it_does_not_hide_it(
    post: Any, mo: Any, reported: Any, taken: Any
) -> None:
    close(taken(reported(post), mo), mo)
    taken(follow_up(), mo)
    later = timezone.now() + 2 * DAY

    actions.raise_late_follow_ups(now=later)

    assert follow_up().band == Band.NOW and follow_up().is_late(later)


def test_the_doctor_counts_those_who_were_not_asked(post: Any, mo: Any, reported: Any, taken: Any) -> None:
    def level(later: timedelta) -> Level:
        (finding,) = late_follow_ups(Look(now=timezone.now() + later, visit=None))
        return finding.level

    assert level(DAY) == Level.FINE
    close(taken(reported(post), mo), mo)
    assert level(timedelta()) == Level.FINE
    assert level(2 * DAY) == Level.ACT


def test_whoever_reported_it_is_not_let_in_the_next_day(post: Any, mo: Any, olu: Any, taken: Any) -> None:
    from safety import subjects

    subject = subjects.find("forum.post", str(post.pk), viewer=olu)
    case = actions.report(subject, by=olu, reason="worried", words="", now=timezone.now()).case
    close(taken(case, mo), mo)

    with pytest.raises(Http404):
        queries.get_case(follow_up().pk, viewer=olu)
    close(taken(follow_up(), mo), mo)


def test_an_anonymous_voice_stays_one_the_next_day(
    hidden_voice: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    close(taken(reported(hidden_voice), mo), mo)
    again = taken(follow_up(), mo)

    page = browser_of(mo).get(f"/desk/{again.pk}/").content.decode()

    assert hidden_voice.alias.name in page and "Asha" not in page


def test_it_stays_when_what_it_was_about_is_gone(
    post: Any, asha: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    from people.actions import ask_to_close
    from people.actions.closing import carry_out
    from people.models import Closing

    close(taken(reported(post), mo), mo)
    ask_to_close(asha, choice="erase", at_once=True, now=timezone.now())
    carry_out(Closing.objects.get().pk, now=timezone.now())

    assert browser_of(mo).get(f"/desk/{follow_up().pk}/").status_code == 200
    close(taken(follow_up(), mo), mo, "nothing")
