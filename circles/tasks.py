"""Regular work of groups."""

from django.utils import timezone

from circles import actions
from core.jobs import every


@every(minutes=5)
def pass_on_places() -> None:
    actions.pass_on_all(now=timezone.now())


@every(minutes=1)
def remind_of_circles() -> None:
    actions.remind(now=timezone.now())


@every(hours=6)
def plan_circles() -> None:
    actions.plan_all(now=timezone.now())
