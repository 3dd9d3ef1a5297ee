"""What the background does for those who wait and talk."""

from django.utils import timezone

from core.jobs import every
from listening import actions


@every(minutes=1)
def let_go_of_the_gone() -> None:
    """Give up the places of those who are gone, and end talks in which nobody says anything any more."""
    now = timezone.now()
    actions.let_go_of_the_gone(now=now)
    actions.end_silent_talks(now=now)


@every(hours=24)
def forget_old_talks() -> None:
    actions.forget_old_talks(now=timezone.now())
