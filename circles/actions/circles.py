"""Planning circles, signing up for them, being reminded."""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from calls import actions as calls
from circles import events, permissions
from circles.clock import days_of, moment_of
from circles.models import Circle, Group, Membership, Schedule, Seat
from circles.rooms import CIRCLE
from notifications.actions import notify
from people.models import Member

AHEAD = timedelta(weeks=10)
DAY_BEFORE = timedelta(hours=24)
SOON = timedelta(minutes=15)
REMINDED, CONFIRMED, CANCELLED = "circles.reminder", "circles.seat_free", "circles.cancelled"


class CircleOver(Exception):
    """It was cancelled, or has begun or ended."""


@transaction.atomic
def plan_circles(
    group: Group,
    *,
    by: Member,
    rhythm: str,
    first_date: date,
    at: time,
    minutes: int,
    seats: int,
    now: datetime,
) -> Schedule:
    """Have the group meet at an hour of its own clock, once or again and again."""
    _refuse_unless_held(group, by)
    schedule = Schedule.objects.create(
        group=group, rhythm=rhythm, first_date=first_date, at=at, time_zone=group.time_zone, minutes=minutes,
        seats=seats, planned_at=now,
    )  # fmt: skip
    _plan_ahead(schedule, now=now)
    events.announce_group(group)
    return schedule


def plan_all(*, now: datetime) -> int:
    """Plan the circles of the coming weeks that are not planned yet; return how many."""
    held = Group.objects.standing().filter(unheld_since__isnull=True)
    schedules = Schedule.objects.filter(ended_at__isnull=True, group__in=held)
    return sum(_plan_ahead(each, now=now) for each in schedules)


def _plan_ahead(schedule: Schedule, *, now: datetime) -> int:
    until = (now + AHEAD).date()
    planned = set(Circle.objects.filter(schedule=schedule).values_list("day", flat=True))
    new = [
        Circle(
            schedule=schedule, uid=schedule.uid_on(day), day=day, starts_at=start,
            ends_at=start + timedelta(minutes=schedule.minutes),
            seats_there=schedule.seats,
        )
        for day in days_of(schedule.rhythm, schedule.first_date, until=until)
        if day not in planned and (start := moment_of(day, schedule.at, schedule.time_zone)) > now
    ]  # fmt: skip
    Circle.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def end_schedule(schedule: Schedule, *, by: Member, now: datetime) -> None:
    """Meet no more at this hour: what was planned ahead is cancelled, and those who signed up are told."""
    _refuse_unless_held(schedule.group, by)
    Schedule.objects.filter(pk=schedule.pk, ended_at__isnull=True).update(ended_at=now)
    for circle in Circle.objects.filter(schedule=schedule, starts_at__gt=now, cancelled_at__isnull=True):
        _cancel(circle, now=now)
    events.announce_group(schedule.group)


@transaction.atomic
def cancel_circle(circle: Circle, *, by: Member, now: datetime) -> None:
    """Call one circle off and tell those who signed up."""
    group = circle.schedule.group
    _refuse_unless_held(group, by)
    _cancel(circle, now=now)
    events.announce_group(group)


def _cancel(circle: Circle, *, now: datetime) -> None:
    if Circle.objects.filter(pk=circle.pk, cancelled_at__isnull=True).update(cancelled_at=now):
        told = list(Seat.objects.filter(circle=circle).values_list("member_id", flat=True))
        notify(CANCELLED, subject_id=circle.pk, member_ids=told, now=now)
        calls.recheck_venue(CIRCLE, circle.pk)


@transaction.atomic
def sign_up(circle: Circle, *, mine: Membership, now: datetime) -> Seat:
    """Sign up for a circle: for a seat, or in line for one where all are taken. Twice is once."""
    circle = _locked(circle)
    if circle.cancelled_at or circle.ends_at <= now:
        raise CircleOver
    is_free = Seat.objects.filter(circle=circle, confirmed_at__isnull=False).count() < circle.seats_there
    seat, is_new = Seat.objects.get_or_create(
        circle=circle,
        member=mine.member,
        defaults={"signed_up_at": now, "confirmed_at": now if is_free else None},
    )
    if is_new:
        events.announce_group(mine.group)
    return seat


@transaction.atomic
def sign_off(circle: Circle, *, mine: Membership, now: datetime) -> None:
    """Say that one cannot come, without a reason; whoever waited longest gets the seat."""
    circle = _locked(circle)
    if Seat.objects.filter(circle=circle, member=mine.member).delete()[0]:
        _pass_seats_on(circle, now=now)
        events.announce_group(mine.group)


def sign_off_everywhere(group: Group, member: Member, *, now: datetime) -> None:
    """Free the seats of somebody who leaves the group, in all circles to come."""
    for seat in Seat.objects.filter(circle__schedule__group=group, circle__starts_at__gt=now, member=member):
        circle = _locked(seat.circle)
        seat.delete()
        _pass_seats_on(circle, now=now)


def _pass_seats_on(circle: Circle, *, now: datetime) -> int:
    free = circle.seats_there - Seat.objects.filter(circle=circle, confirmed_at__isnull=False).count()
    if circle.cancelled_at or circle.ends_at <= now or free <= 0:
        return 0
    waiting = Seat.objects.filter(circle=circle, confirmed_at__isnull=True).order_by("signed_up_at", "pk")
    found = list(waiting[:free])
    for seat in found:
        Seat.objects.filter(pk=seat.pk).update(confirmed_at=now)
        notify(CONFIRMED, subject_id=circle.pk, member_ids=[seat.member_id], now=now)
    return len(found)


def pass_seats_on_all(*, now: datetime) -> int:
    """Give seats that somebody left with their account to those in line; return in how many circles."""
    waited_for = Circle.objects.filter(seats__confirmed_at__isnull=True, ends_at__gt=now).distinct()
    return sum(_pass_on_in(each.pk, now=now) for each in waited_for)


@transaction.atomic
def _pass_on_in(circle_id: int, *, now: datetime) -> bool:
    return _pass_seats_on(_locked(Circle(pk=circle_id)), now=now) > 0


@transaction.atomic
def call_off_unheld(*, now: datetime) -> None:
    """Call off the circles of the coming day of groups that nobody holds, and tell those who signed up."""
    soon = Circle.objects.filter(
        starts_at__gt=now, starts_at__lte=now + DAY_BEFORE, cancelled_at__isnull=True
    )
    for circle in soon.filter(schedule__group__unheld_since__isnull=False):
        _cancel(circle, now=now)


def remind(*, now: datetime) -> int:
    """Remind those with a seat, a day before and again just before it begins; return how many circles."""
    call_off_unheld(now=now)
    coming = Circle.objects.filter(cancelled_at__isnull=True, starts_at__gt=now)
    day_before = coming.filter(starts_at__lte=now + DAY_BEFORE, reminded_at__isnull=True)
    soon = coming.filter(starts_at__lte=now + SOON, called_at__isnull=True)
    return sum(_remind(each, "called_at", now=now) for each in soon) + sum(
        _remind(each, "reminded_at", now=now) for each in day_before
    )


@transaction.atomic
def _remind(circle: Circle, mark: str, *, now: datetime) -> bool:
    """Remind once, whatever number of processes try; just before it begins stands for the day before as well."""
    if not Circle.objects.filter(pk=circle.pk, **{f"{mark}__isnull": True}).update(**{mark: now}):
        return False
    if mark == "called_at":
        Circle.objects.filter(pk=circle.pk, reminded_at__isnull=True).update(reminded_at=now)
    seats = Seat.objects.filter(circle=circle, confirmed_at__isnull=False)
    notify(
        REMINDED, subject_id=circle.pk, member_ids=list(seats.values_list("member_id", flat=True)), now=now
    )
    return True


def _locked(circle: Circle) -> Circle:
    return Circle.objects.select_for_update(of=("self",)).select_related("schedule__group").get(pk=circle.pk)


def _refuse_unless_held(group: Group, by: Member) -> None:
    if not permissions.can_facilitate(permissions.membership_in(group, by)):
        raise PermissionDenied
