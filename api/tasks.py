"""What the background does for programs."""

from django.utils import timezone

from api.actions import forget_old_answers
from core.jobs import every


@every(hours=1)
def forget_answers() -> None:
    """Forget which requests were done, a day after."""
    forget_old_answers(now=timezone.now())
