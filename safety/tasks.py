"""What the background does for the safety desk."""

from django.utils import timezone

from core.jobs import every
from safety import actions


@every(hours=24)
def forget_old_cases() -> None:
    """Delete cases that were closed longer ago than they are kept."""
    actions.forget_old_cases(now=timezone.now())
