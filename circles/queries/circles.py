"""Circles as those in their group have them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from circles.clock import change_words, moment_words, rhythm_words, zone_of
from circles.models import CalendarFeed, Circle, Group, Membership, Schedule, Seat
from circles.permissions import can_facilitate
from people.models import Member

BEHIND = timedelta(days=30)
OPENS_BEFORE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class CircleStanding:
    """One circle as a member of its group has it."""

    circle: Circle
    group: Group
    mine: Membership
    seat: Seat | None
    is_full: bool
    when: str

    @property
    def holds(self) -> bool:
        return can_facilitate(self.mine)

    @property
    def state(self) -> str:
        """Return "none", "seat" or "line"."""
        if self.seat is None:
            return "none"
        return "seat" if self.seat.confirmed_at else "line"

    def is_near(self, now: datetime) -> bool:
        """Whether it is theirs to come to, and about to begin or going on: its room is worth a button."""
        theirs = self.holds or self.state == "seat"
        return theirs and not self.is_over(now) and self.circle.starts_at - OPENS_BEFORE <= now

    def is_over(self, now: datetime) -> bool:
        """Whether it was called off, has had its time, or was closed before."""
        meeting = getattr(self.circle, "meeting", None)
        was_closed = meeting is not None and meeting.closed_at is not None
        return was_closed or self.circle.cancelled_at is not None or self.circle.ends_at <= now


@dataclass(frozen=True, slots=True)
class Meets:
    """When a group meets, in a member's own time and in words."""

    schedule: Schedule
    words: str
    change: str


def get_circle(circle_id: int, *, viewer: Member) -> CircleStanding:
    """Return one circle of a group the member is in; Http404 for every other."""
    found = circles_for(viewer).filter(pk=circle_id).first()
    if found is None:
        raise Http404
    return _standings([found], viewer)[0]


def list_coming(viewer: Member, *, now: datetime, group: Group | None = None) -> list[CircleStanding]:
    """Return the circles to come, and those going on, of the member's groups or of one, the next first."""
    coming = circles_for(viewer).filter(ends_at__gt=now, cancelled_at__isnull=True)
    if group:
        coming = coming.filter(schedule__group=group)
    return _standings(coming.order_by("starts_at", "pk")[:40], viewer)


def circles_for(viewer: Member) -> QuerySet[Circle]:
    """Return the circles of the groups this member is in."""
    mine = Membership.objects.filter(member=viewer, group__closed_at__isnull=True).values("group")
    return Circle.objects.filter(schedule__group__in=mine).select_related("schedule__group", "meeting")


def circle_of_both(one: Member, other: Member, *, now: datetime) -> Circle | None:
    """Return the newest circle that has begun in which both had a place; None where either has another name there."""
    begun = Circle.objects.filter(starts_at__lte=now, cancelled_at__isnull=True)
    for member in (one, other):
        seats = Seat.objects.filter(member=member, confirmed_at__isnull=False).values("circle")
        named = Membership.objects.filter(member=member, name="", group__closed_at__isnull=True)
        begun = begun.filter(pk__in=seats, schedule__group__in=named.values("group"))
    return begun.select_related("schedule__group").order_by("-starts_at", "-pk").first()


def list_meets(group: Group, *, viewer: Member, now: datetime) -> list[Meets]:
    """Return when the group meets, in the member's own time."""
    zone, moments = zone_of(viewer), defaultdict(list)
    coming = Circle.objects.filter(schedule__group=group, starts_at__gt=now, cancelled_at__isnull=True)
    for schedule_id, starts_at in coming.order_by("starts_at").values_list("schedule_id", "starts_at"):
        moments[schedule_id].append(starts_at)
    schedules = Schedule.objects.filter(group=group, pk__in=moments).select_related("group")
    return [
        Meets(
            each,
            rhythm_words(each.rhythm, moments[each.pk], zone=zone, group_zone=each.time_zone),
            change_words(moments[each.pk], zone=zone),
        )
        for each in sorted(schedules, key=lambda one: moments[one.pk][0])
    ]


def get_schedule(schedule_id: int, *, viewer: Member) -> Schedule:
    """Return when a group meets that the member is in; Http404 for every other."""
    mine = Membership.objects.filter(member=viewer).values("group")
    found = Schedule.objects.filter(pk=schedule_id, group__in=mine, group__closed_at__isnull=True)
    if (schedule := found.select_related("group").first()) is None:
        raise Http404
    return schedule


def list_cancelled(schedule: Schedule) -> list[Circle]:
    """Return the circles of a schedule that were called off one by one."""
    return list(Circle.objects.filter(schedule=schedule, cancelled_at__isnull=False).order_by("day"))


def hash_of_secret(secret: str) -> str:
    """Return what is kept of a calendar's secret. It is long and random, so one quick hash keeps it safe."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def feed_of(member: Member) -> CalendarFeed | None:
    """Return the member's calendar address, None where there is none."""
    return CalendarFeed.objects.filter(member=member).first()


def circles_in_feed(secret: str, *, now: datetime) -> list[Circle]:
    """Return the circles a calendar is told of: those its member has a seat in."""
    feed = CalendarFeed.objects.filter(secret_hash=hash_of_secret(secret)).select_related("member").first()
    if feed is None or not Member.objects.present().filter(pk=feed.member_id).exists():
        raise Http404
    seats = Seat.objects.filter(member=feed.member, confirmed_at__isnull=False).values("circle")
    found = circles_for(feed.member).filter(pk__in=seats, ends_at__gt=now - BEHIND)
    return list(found.order_by("starts_at", "pk"))


def _standings(circles: Iterable[Circle], viewer: Member) -> list[CircleStanding]:
    found, zone = list(circles), zone_of(viewer)
    groups = {each.schedule.group_id for each in found}
    mine = {
        each.group_id: each
        for each in Membership.objects.filter(member=viewer, group__in=groups).select_related(
            "group", "member"
        )
    }
    seats = {each.circle_id: each for each in Seat.objects.filter(circle__in=found, member=viewer)}
    taken = dict(
        Circle.objects.filter(pk__in=[each.pk for each in found])
        .annotate(taken=Count("seats", filter=Q(seats__confirmed_at__isnull=False)))
        .values_list("pk", "taken")
    )
    return [
        CircleStanding(
            circle=each,
            group=each.schedule.group,
            mine=mine[each.schedule.group_id],
            seat=seats.get(each.pk),
            is_full=taken[each.pk] >= each.seats_there,
            when=moment_words(each.starts_at, zone),
        )
        for each in found
    ]
