"""Days and hours of circles: a rule in the group's own clock, and moments for everybody's. No database here.

The hour of a place stays the same through changes of the clock there, so every day is turned into a moment by itself.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import takewhile
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from dateutil.rrule import rrulestr
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.languages import date_words
from people.models import Member

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKLY, FORTNIGHTLY, MONTHLY, ONCE = "weekly", "fortnightly", "monthly", "once"


def rule_of(rhythm: str, first: date) -> str:
    """Return the recurrence rule (RFC 5545) of a rhythm, "" for once.

    Monthly keeps to the weekday: the second Tuesday, or the last where there is no fifth in every month.
    """
    if rhythm == MONTHLY:
        nth = (first.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{WEEKDAY_CODES[first.weekday()]}"
    return {ONCE: "", WEEKLY: "FREQ=WEEKLY", FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2"}[rhythm]


def days_of(rhythm: str, first: date, *, until: date) -> Iterator[date]:
    """Yield the days of a rhythm from the first on, in the group's own calendar."""
    rule = rule_of(rhythm, first)
    if not rule:
        return iter([first] if first <= until else [])
    found = rrulestr(rule, dtstart=datetime.combine(first, time()))
    return takewhile(lambda day: day <= until, (each.date() for each in found))


def moment_of(day: date, at: time, zone: str) -> datetime:
    """Return the moment of an hour on a day somewhere. An hour that the clock jumps over comes as much later."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def zone_of(member: Member) -> str:
    """Return the name of a member's time zone; the installation's where they said none."""
    return member.time_zone or timezone.get_default_timezone_name()


def weekday_of(local: date) -> str:
    return str(WEEKDAYS[local.weekday()])


def clock_words(local: datetime) -> str:
    return f"{local:%H:%M}"


def moment_words(moment: datetime, zone: str) -> str:
    """Return a moment in somebody's own time, with its weekday."""
    local = moment.astimezone(ZoneInfo(zone))
    return _("%(weekday)s, %(day)s, at %(time)s") % {
        "weekday": weekday_of(local),
        "day": date_words(local),
        "time": clock_words(local),
    }


def place_words(zone: str) -> str:
    """Return the city of a clock, in the page's language."""
    if "/" not in zone:
        return zone
    return str(
        get_timezone_location(zone, locale=(get_language() or "en").replace("-", "_"), return_city=True)
    )


def rhythm_words(rhythm: str, moments: list[datetime], *, zone: str, group_zone: str) -> str:
    """Say when circles are in the time of `zone`, going by the next of them, and whose clock they keep to."""
    if not moments:
        return ""
    local = moments[0].astimezone(ZoneInfo(zone))
    facts = {
        "weekday": weekday_of(local), "day": date_words(local), "time": clock_words(local),
        "place": place_words(group_zone),
    }  # fmt: skip
    said = {
        ONCE: _("On %(day)s at %(time)s your time; the group's clock is %(place)s."),
        WEEKLY: _("Every %(weekday)s at %(time)s your time; the group's clock is %(place)s."),
        FORTNIGHTLY: _("Every second %(weekday)s at %(time)s your time; the group's clock is %(place)s."),
        MONTHLY: _("Once a month on a %(weekday)s at %(time)s your time; the group's clock is %(place)s."),
    }[rhythm]
    return said % facts


def change_words(moments: list[datetime], *, zone: str) -> str:
    """Say from which day on the hour is another in this zone, because one of the two clocks changes; "" if it stays."""
    if not moments:
        return ""
    locals_ = [moment.astimezone(ZoneInfo(zone)) for moment in moments]
    before = (locals_[0].weekday(), locals_[0].time())
    changed = next((each for each in locals_ if (each.weekday(), each.time()) != before), None)
    if changed is None:
        return ""
    return _("The clocks change: from %(day)s on it is %(weekday)s at %(time)s your time.") % {
        "day": date_words(changed),
        "weekday": weekday_of(changed),
        "time": clock_words(changed),
    }
