"""The week in pictures, for staff."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum import queries, waits
from people.access import member_required
from safety.queries import get_coverage

A_WEEK = timedelta(days=7)


@require_safe
@member_required
def staff_week(request: HttpRequest) -> HttpResponse:
    """How long people waited in the last seven days, by space and hour, and when people write."""
    now = timezone.now()
    week = queries.get_week(request.member, now=now)
    coverage = get_coverage(since=now, until=now + A_WEEK)
    context = {
        "coverage": coverage,
        "uncovered": queries.uncovered(week.writing, coverage),
        "covered_share": queries.covered_share(week.writing, coverage),
        "week": week,
        "zone": timezone.get_default_timezone_name(),
        "days": [(str(WEEKDAYS_ABBR[day]), str(WEEKDAYS[day])) for day in range(7)],
        "hours": [f"{hour:02}:00" for hour in range(24)],
        "median": _median,
        "share": _share,
    }
    return render(request, "forum/staff_week.html", context)


def _median(found: queries.Waits) -> str:
    if not found.settled:
        return _("nothing to tell yet")
    return waits.in_words(found.median) if found.median is not None else _("more than a day")


def _share(found: queries.Waits) -> str:
    return "–" if found.share is None else _("%(percent)d%%") % {"percent": round(100 * found.share)}
