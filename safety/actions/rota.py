"""Planning shifts, signing up for them, and letting a colleague take one over."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from people.models import Member
from safety import permissions
from safety.actions.audit import record
from safety.models import RotaSettings, Shift, ShiftPlace

LONGEST = timedelta(hours=12)


class ShiftIsFull(Exception):
    """Somebody else was quicker, or the place is not to be had any more."""


@transaction.atomic
def plan_shift(
    *, by: Member, work: str, starts_at: datetime, ends_at: datetime, needed: int, weeks: int, now: datetime
) -> list[Shift]:
    """Plan a shift, for so many weeks in a row at the same hour of the installation's own clock."""
    if not permissions.can_plan_rota(by):
        raise PermissionDenied
    zone = ZoneInfo(settings.TIME_ZONE)
    series = uuid.uuid4() if weeks > 1 else None
    begins, lasts = starts_at.astimezone(zone).replace(tzinfo=None), ends_at - starts_at
    starts = [(begins + timedelta(weeks=week)).replace(tzinfo=zone) for week in range(weeks)]
    shifts = Shift.objects.bulk_create(
        [
            Shift(work=work, starts_at=start, ends_at=start + lasts, needed=needed, series=series)
            for start in starts
        ]
    )
    record("safety.shift_planned", by=by, now=now, details={"weeks": weeks, "work": work})
    return shifts


@transaction.atomic
def drop_shift(shift: Shift, *, by: Member, and_later: bool, now: datetime) -> int:
    """Take a shift out of the plan, with the later ones of its series if asked; return how many."""
    if not permissions.can_plan_rota(by):
        raise PermissionDenied
    gone = Shift.objects.filter(pk=shift.pk)
    if and_later and shift.series:
        gone = Shift.objects.filter(series=shift.series, starts_at__gte=shift.starts_at)
    count = gone.count()
    gone.delete()
    record("safety.shift_dropped", by=by, now=now, details={"shifts": count})
    return count


@transaction.atomic
def set_rota(*, by: Member, break_minutes: int, heavy_cases: int, now: datetime) -> RotaSettings:
    """Set when whoever is on duty is reminded of a break, and how many heavy cases a shift should hold."""
    if not permissions.can_plan_rota(by):
        raise PermissionDenied
    values = {"break_minutes": break_minutes, "heavy_cases": heavy_cases}
    said, _ = RotaSettings.objects.update_or_create(pk=1, defaults=values)
    record("safety.rota_set", by=by, now=now, details=values)
    return said


@transaction.atomic
def sign_up(shift: Shift, *, by: Member) -> ShiftPlace:
    """Take a place in a shift; raise ShiftIsFull when there is none left. Once more changes nothing."""
    if not permissions.can_work(by, shift.work):
        raise PermissionDenied
    locked = Shift.objects.select_for_update().filter(pk=shift.pk).first()
    own = ShiftPlace.objects.filter(shift=shift, member=by).first()
    if own is not None:
        return own
    if locked is None or _places_taken(locked) >= locked.needed:
        raise ShiftIsFull
    return ShiftPlace.objects.create(shift=locked, member=by)


def _places_taken(shift: Shift) -> int:
    return ShiftPlace.objects.filter(shift=shift, member__in=Member.objects.present()).count()


def withdraw(shift: Shift, *, by: Member) -> None:
    """Give one's place in a shift back; nobody is asked why."""
    ShiftPlace.objects.filter(shift=shift, member=by).delete()


def offer_swap(shift: Shift, *, by: Member, now: datetime) -> None:
    """Let colleagues take over one's place; it stays one's own until somebody does."""
    ShiftPlace.objects.filter(shift=shift, member=by, offered_at__isnull=True).update(offered_at=now)


def keep_place(shift: Shift, *, by: Member) -> None:
    """Keep a place one had put up for others."""
    ShiftPlace.objects.filter(shift=shift, member=by).update(offered_at=None)


@transaction.atomic
def take_over(shift: Shift, *, by: Member) -> None:
    """Take over the place that was put up first; raise ShiftIsFull when another colleague was quicker."""
    if not permissions.can_work(by, shift.work):
        raise PermissionDenied
    locked = Shift.objects.select_for_update().filter(pk=shift.pk).first()
    places = ShiftPlace.objects.filter(shift=locked)
    if locked is None or places.filter(member=by).exists():
        raise ShiftIsFull
    first = places.filter(offered_at__isnull=False).order_by("offered_at", "pk").values("pk")[:1]
    if not places.filter(pk__in=list(first.values_list("pk", flat=True)), offered_at__isnull=False).update(
        member=by, offered_at=None
    ):
        raise ShiftIsFull


def forget_old_shifts(*, now: datetime) -> int:
    """Delete shifts, with who signed up, once their period is over; return how many."""
    old = Shift.objects.filter(ends_at__lt=now - settings.RETENTION["rota"])
    count = old.count()
    old.delete()
    return count
