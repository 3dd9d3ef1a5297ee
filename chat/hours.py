"""When a room is open, by the clock of its own time zone, through nights and changes of the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from chat.models import Room

A_DAY = timedelta(days=1)
LOOK_AHEAD = 9  # days: a week, and one on each side


def is_open(room: Room, *, now: datetime) -> bool:
    """Tell whether the room is within its hours; one without hours always is."""
    return not room.has_hours or any(begins <= now < ends for begins, ends in _openings(room, now))


def opens_next(room: Room, *, now: datetime) -> datetime | None:
    """Return when the room opens next, None where it is open or never opens."""
    if is_open(room, now=now):
        return None
    return min((begins for begins, _ in _openings(room, now) if begins > now), default=None)


def closes_next(room: Room, *, now: datetime) -> datetime | None:
    """Return when the room closes, None where it does not."""
    if not room.has_hours:
        return None
    return max((ends for begins, ends in _openings(room, now) if begins <= now < ends), default=None)


def _openings(room: Room, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the openings around this moment; one that ends at or before its beginning ends the day after."""
    if room.opens_at is None or room.closes_at is None:
        return
    zone = ZoneInfo(room.time_zone or settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    for day in (today + A_DAY * number for number in range(-1, LOOK_AHEAD)):
        if str(day.weekday()) in room.days:
            last = day + A_DAY if room.closes_at <= room.opens_at else day
            begins = datetime.combine(day, room.opens_at, zone).astimezone(UTC)
            ends = datetime.combine(last, room.closes_at, zone).astimezone(UTC)
            yield begins, ends
