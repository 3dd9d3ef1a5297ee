"""When somebody is down to be here: the rota against the hours of a week, in sums and never by person."""

from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from people.models import Member
from safety.models import Shift

HOUR = timedelta(hours=1)


def get_coverage(*, since: datetime, until: datetime) -> list[list[int]]:
    """Return how many people are down for each hour of a week: a row for each weekday from Monday.

    An hour counts where somebody is down for half of it or more; of several weeks the best one counts.
    """
    here = timezone.get_default_timezone()
    shifts = (
        Shift.objects.filter(
            ends_at__gt=since, starts_at__lt=until, taken__member__in=Member.objects.present()
        )
        .annotate(people=Count("taken"))
        .values_list("starts_at", "ends_at", "people")
    )
    by_hour: dict[datetime, int] = {}
    for starts_at, ends_at, people in shifts:
        middle = max(starts_at, since).replace(minute=30, second=0, microsecond=0)
        if middle < max(starts_at, since):
            middle += HOUR
        while middle < min(ends_at, until):
            by_hour[middle] = by_hour.get(middle, 0) + people
            middle += HOUR
    grid = [[0] * 24 for _ in range(7)]
    for middle, people in by_hour.items():
        local = middle.astimezone(here)
        grid[local.weekday()][local.hour] = max(grid[local.weekday()][local.hour], people)
    return grid
