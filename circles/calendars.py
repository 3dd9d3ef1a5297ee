"""Circles as calendar files. Nothing in them says what they are for: calendars are read over shoulders.

Every circle stands there as a moment by itself, and none as a rule: not every calendar program gets the changes of a
clock right, and each gets a moment right.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from circles.clock import days_of, moment_of
from circles.models import Circle, Schedule

MAKER = "-//Calendar//EN"
A_YEAR = timedelta(days=365)


def file_of_circles(circles: Iterable[Circle]) -> bytes:
    """Return these circles."""
    calendar = _calendar()
    for circle in circles:
        event = _event(circle.uid, circle.starts_at, circle.ends_at, made_at=circle.schedule.planned_at)
        if circle.cancelled_at:
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def file_of_schedule(schedule: Schedule, *, cancelled: Iterable[Circle], now: datetime) -> bytes:
    """Return the circles of a schedule for a year from now, without those that were called off."""
    calendar, off = _calendar(), {circle.day for circle in cancelled}
    for day in days_of(schedule.rhythm, schedule.first_date, until=(now + A_YEAR).date()):
        start = moment_of(day, schedule.at, schedule.time_zone)
        if day not in off and start > now:
            end = start + timedelta(minutes=schedule.minutes)
            calendar.add_component(_event(schedule.uid_on(day), start, end, made_at=schedule.planned_at))
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("x-published-ttl", "PT6H")
    return calendar


def _event(uid: UUID, start: datetime, end: datetime, *, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"urn:uuid:{uid}")
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", _("Meeting"))
    event.add("class", "PRIVATE")
    return event
