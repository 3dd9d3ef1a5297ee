"""When a note may leave: calmly, in the member's own hours. Pure rules; times in and out are aware datetimes."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from notifications.models import Channel, NoticeSettings, Rhythm

# Long enough that what is read on the page at once is not told again outside.
GRACE = {Channel.MAIL: timedelta(minutes=2), Channel.PUSH: timedelta(seconds=15)}
APART = {Channel.MAIL: timedelta(hours=1), Channel.PUSH: timedelta(minutes=5)}
MORNING = time(9)
MONDAY = 0


def due_at(
    channel: Channel,
    wanted: NoticeSettings,
    *,
    zone: str,
    last: datetime | None,
    is_urgent: bool,
    now: datetime,
) -> datetime:
    """Return when a note about something that happens `now` may go out.

    `last` is when the one before it left, `zone` the name of the member's time zone ("" for the installation's).
    """
    if is_urgent:
        return now
    here = ZoneInfo(zone or settings.TIME_ZONE)
    if channel == Channel.MAIL and wanted.rhythm != Rhythm.AT_ONCE:
        moment = _next_morning(now.astimezone(here), weekly=wanted.rhythm == Rhythm.WEEKLY)
    else:
        moment = max(now + GRACE[channel], last + APART[channel] if last else now)
    return after_quiet_hours(moment.astimezone(here), wanted.quiet_from, wanted.quiet_until)


def after_quiet_hours(moment: datetime, begin: time | None, end: time | None) -> datetime:
    """Return this moment, or the end of the quiet hours it falls into; hours may reach over midnight."""
    if begin is None or end is None or begin == end:
        return moment
    at = moment.time()
    over_midnight = begin > end
    quiet = at >= begin or at < end if over_midnight else begin <= at < end
    if not quiet:
        return moment
    day = moment.date() + timedelta(days=1) if over_midnight and at >= begin else moment.date()
    return datetime.combine(day, end, moment.tzinfo)


def _next_morning(moment: datetime, *, weekly: bool) -> datetime:
    day = moment.date() if moment.time() < MORNING else moment.date() + timedelta(days=1)
    if weekly:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.combine(day, MORNING, moment.tzinfo)
