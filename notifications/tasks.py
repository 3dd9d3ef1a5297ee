"""What the background does about notices."""

from django.utils import timezone

from core.jobs import every
from notifications.actions import delete_old_notices


@every(hours=24)
def forget_read_notices() -> None:
    """Delete notices read long ago, so that nobody can be known by what they once were told."""
    delete_old_notices(now=timezone.now())
