"""How long people waited for a first answer lately, and when people write: for staff, in sums, never by person."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.utils import timezone

from forum import permissions
from forum.models import Post, Thread
from forum.queries.answers import answers
from people.models import Member

A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
WRITING_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Waits:
    """What became of a group of threads.

    `unanswered` counts those that had no answer within a day, of the `settled` ones: begun a day ago or answered.
    `median` is the wait half of all settled threads were spared of; None when that half had no answer in a day.
    """

    begun: int
    settled: int
    unanswered: int
    median: timedelta | None

    @property
    def share(self) -> float | None:
        """Unanswered of settled, from 0 to 1; None where nothing is settled."""
        return self.unanswered / self.settled if self.settled else None


@dataclass(frozen=True, slots=True)
class Week:
    """One week: all of it, the week before, by space (name, waits), by hour of the day, and when people write.

    `writing` has a row for each weekday from Monday, with the posts of each hour over the last four weeks.
    """

    begins_at: datetime
    ends_at: datetime
    whole: Waits
    before: Waits
    by_space: list[tuple[str, Waits]]
    by_hour: list[Waits]
    writing: list[list[int]]


@dataclass(frozen=True, slots=True)
class _Begun:
    space: str
    at: datetime
    wait: timedelta | None


def get_week(viewer: Member | None, *, now: datetime) -> Week:
    """Return the seven days up to now, in what this member of staff can see; PermissionDenied for others.

    Hours are those of the installation's time zone.
    """
    if viewer is None or not permissions.can_see_the_week(viewer):
        raise PermissionDenied
    lately = _begun(viewer, since=now - 2 * A_WEEK, until=now)
    this = [one for one in lately if one.at > now - A_WEEK]
    spaces = sorted({one.space for one in this})
    here = timezone.get_default_timezone()
    return Week(
        begins_at=now - A_WEEK,
        ends_at=now,
        whole=_waits(this, now),
        before=_waits((one for one in lately if one.at <= now - A_WEEK), now),
        by_space=[(space, _waits((one for one in this if one.space == space), now)) for space in spaces],
        by_hour=[
            _waits((one for one in this if one.at.astimezone(here).hour == hour), now) for hour in range(24)
        ],
        writing=_writing(viewer, since=now - WRITING_WEEKS * A_WEEK, until=now),
    )


def _begun(viewer: Member, *, since: datetime, until: datetime) -> list[_Begun]:
    """Return the threads begun in between, each with the wait for the first answer this viewer can see."""
    seen = Post.objects.filter(answers(), thread=OuterRef("pk")).standing().visible_to(viewer).order_by("pk")
    threads = Thread.objects.visible_to(viewer).filter(created_at__gt=since, created_at__lte=until)
    found = threads.annotate(first_at=Subquery(seen.values("created_at")[:1]))
    return [
        _Begun(space, at, first - at if first else None)
        for space, at, first in found.order_by("pk").values_list("space__name", "created_at", "first_at")
    ]


def _waits(threads: Iterable[_Begun], now: datetime) -> Waits:
    threads = list(threads)
    settled = [one for one in threads if one.wait is not None or now - one.at >= A_DAY]
    hours = sorted(
        one.wait if one.wait is not None and one.wait <= A_DAY else timedelta.max for one in settled
    )
    median = statistics.median_high(hours) if hours else timedelta.max
    return Waits(
        begun=len(threads),
        settled=len(settled),
        unanswered=sum(wait == timedelta.max for wait in hours),
        median=None if median == timedelta.max else median,
    )


def _writing(viewer: Member, *, since: datetime, until: datetime) -> list[list[int]]:
    posts = (
        Post.objects.standing()
        .visible_to(viewer)
        .filter(created_at__gt=since, created_at__lte=until, thread__in=Thread.objects.visible_to(viewer))
    )
    here = timezone.get_default_timezone()
    found = posts.order_by().values_list(
        ExtractIsoWeekDay("created_at", tzinfo=here), ExtractHour("created_at", tzinfo=here)
    )
    grid = [[0] * 24 for _ in range(7)]
    for day, hour, count in found.annotate(count=Count("pk")):
        grid[day - 1][hour] = count
    return grid


def uncovered(writing: list[list[int]], coverage: list[list[int]]) -> list[list[int]]:
    """Return the posts of those hours for which nobody is down to be here."""
    return [
        [0 if down else posts for posts, down in zip(day, down_that_day, strict=True)]
        for day, down_that_day in zip(writing, coverage, strict=True)
    ]


def covered_share(writing: list[list[int]], coverage: list[list[int]]) -> float | None:
    """Return which share of all posts was written in hours for which somebody is down; None without posts."""
    posts = sum(map(sum, writing))
    return 1 - sum(map(sum, uncovered(writing, coverage))) / posts if posts else None


def count_begun(*, since: datetime, until: datetime) -> tuple[int, int]:
    """Return how many threads were begun in between, and how many of them had an answer within a day."""
    begun = Thread.objects.filter(created_at__gte=since, created_at__lt=until)
    answered = begun.filter(answered_at__lte=F("created_at") + A_DAY)
    return begun.count(), answered.count()
