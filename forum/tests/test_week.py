"""The week in pictures: who may look, and that its figures are right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from forum.actions import post_reply
from forum.models import Space, Thread
from forum.queries import get_week
from people.actions import block

Browser = Callable[[Any], Client]
Start = Callable[..., Thread]
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def answered_after(start: Start, asha: Any, ben: Any) -> Callable[..., Thread]:
    """Return a function that starts a thread so many hours before noon and has Ben answer it after so many."""

    def begin(hours_ago: float, wait: float | None = None, **extra: Any) -> Thread:
        thread = start(asha, now=NOON - timedelta(hours=hours_ago), **extra)
        if wait is not None:
            post_reply(thread, author=ben, body="I hear you.", now=thread.created_at + timedelta(hours=wait))
        return thread

    return begin


def test_waits_are_counted_by_space_and_hour(
    answered_after: Callable[..., Thread], anxiety: Space, olu: Any
) -> None:
    answered_after(48, wait=1)
    answered_after(48, wait=3)
    answered_after(48)  # never answered
    answered_after(48, wait=30)  # answered, but after more than a day
    answered_after(2)  # too young to say
    answered_after(24 * 9, wait=5)  # the week before
    answered_after(26, wait=2, space=anxiety)

    week = get_week(olu, now=NOON)
    grief = dict(week.by_space)["Grief"]

    assert (grief.begun, grief.settled, grief.unanswered, grief.share) == (5, 4, 2, 0.5)
    assert dict(week.by_space)["Anxiety"].median == timedelta(hours=2)
    assert (week.whole.begun, week.whole.settled, week.whole.unanswered) == (6, 5, 2)
    assert week.whole.median == timedelta(hours=3)
    assert (week.before.begun, week.before.median) == (1, timedelta(hours=5))
    assert week.by_hour[12].begun == 4
    assert [hour for hour, waits in enumerate(week.by_hour) if waits.begun] == [10, 12]


def test_half_without_an_answer_has_no_median(answered_after: Callable[..., Thread], olu: Any) -> None:
    answered_after(48, wait=1)
    answered_after(48)

    assert get_week(olu, now=NOON).whole.median is None


def test_what_people_write_is_counted_by_weekday_and_hour(
    answered_after: Callable[..., Thread], olu: Any
) -> None:
    answered_after(24, wait=1)
    answered_after(24 * 8)
    answered_after(24 * 40)  # more than four weeks ago

    writing = get_week(olu, now=NOON).writing

    assert (writing[1][12], writing[1][13]) == (2, 1)
    assert sum(map(sum, writing)) == 3


def test_nothing_counts_that_the_viewer_may_not_see(
    answered_after: Callable[..., Thread], door: Space, asha: Any, ben: Any, mo: Any, olu: Any
) -> None:
    door.memberships.create(member=asha, admitted_at=timezone.now())
    door.memberships.create(member=ben, admitted_at=timezone.now())
    answered_after(30, wait=1, space=door)
    answered_after(30, wait=1)
    block(ben, blocker=mo)

    seen, whole = get_week(mo, now=NOON), get_week(olu, now=NOON)

    assert [name for name, _ in whole.by_space] == ["Grief"]
    assert (whole.whole.unanswered, seen.whole.unanswered) == (0, 1)
    assert (sum(map(sum, whole.writing)), sum(map(sum, seen.writing))) == (2, 1)


def test_only_moderators_and_operators_look(asha: Any, lena: Any, mo: Any, olu: Any) -> None:
    for member in (None, asha, lena):
        with pytest.raises(PermissionDenied):
            get_week(member, now=NOON)
    for member in (mo, olu):
        assert get_week(member, now=NOON).whole.begun == 0


def test_the_page_draws_charts_with_tables_behind_them_and_names_nobody(
    start: Start, asha: Any, ben: Any, mo: Any, browser_of: Browser
) -> None:
    thread = start(asha, "A title of hers", now=timezone.now() - timedelta(hours=30))
    post_reply(thread, author=ben, body="I hear you.", now=thread.created_at + timedelta(hours=3))

    page = browser_of(mo).get("/staff/week/").content.decode()

    assert page.count('<figure class="chart">') == page.count("<table>") == 7
    assert "3 hours" in page and "Grief" in page
    for words in ("Asha", "Ben", "A title of hers"):
        assert words not in page.replace('id="main"', "")


def test_a_week_in_which_nobody_wrote_says_so(mo: Any, browser_of: Browser) -> None:
    assert "No thread was begun in these seven days" in browser_of(mo).get("/staff/week/").content.decode()
