"""What the background does about notices and letters."""

from django.utils import timezone

from core.jobs import every
from notifications.actions import delete_old_letters, delete_old_notices, rescue_letters


@every(hours=24)
def forget_read_notices() -> None:
    """Delete notices read long ago, so that nobody can be known by what they once were told."""
    delete_old_notices(now=timezone.now())
    delete_old_letters(now=timezone.now())


@every(minutes=1)
def look_after_letters() -> None:
    """Have letters sent whose sender is gone, and any that are overdue."""
    rescue_letters(now=timezone.now())
