"""Regular work of calls: ending what nobody is in any more, and keeping up what somebody is in."""

from django.utils import timezone

from calls import actions
from core.jobs import every


@every(minutes=1)
def forget_silent() -> None:
    actions.forget_silent(now=timezone.now())


@every(minutes=1)
def keep_lines() -> None:
    actions.keep_lines()
