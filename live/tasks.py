"""Regular work of the event stream."""

from django.utils import timezone

from core.jobs import every
from live import outbox


@every(hours=1)
def trim_outbox() -> None:
    """Forget events that nobody can ask for any more."""
    outbox.trim(now=timezone.now())
