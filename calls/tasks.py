"""Regular work of calls: ending what nobody is in any more."""

from django.utils import timezone

from calls import actions
from core.jobs import every


@every(minutes=1)
def forget_silent() -> None:
    actions.forget_silent(now=timezone.now())
