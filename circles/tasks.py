"""Regular work of groups."""

from django.utils import timezone

from circles import actions
from core.jobs import every


@every(minutes=5)
def pass_on_places() -> None:
    """Have nothing stay with whoever left: groups, places and seats."""
    now = timezone.now()
    actions.watch_over_groups(now=now)
    actions.pass_on_all(now=now)
    actions.pass_seats_on_all(now=now)


@every(minutes=1)
def remind_of_circles() -> None:
    actions.remind(now=timezone.now())


@every(minutes=10)
def tidy_meetings() -> None:
    actions.tidy_meetings(now=timezone.now())


@every(hours=6)
def plan_circles() -> None:
    actions.plan_all(now=timezone.now())


@every(hours=24)
def forget_what_is_old() -> None:
    """Delete who came to which circle, and what nobody answered, once their period is over."""
    now = timezone.now()
    actions.forget_old_circles(now=now)
    actions.forget_old_places(now=now)
