"""What the background does about people."""

from django.utils import timezone

from core.jobs import every
from people import actions


@every(hours=24)
def forget_ended_sessions() -> None:
    """Delete what is left of sessions and tokens that ran out."""
    now = timezone.now()
    actions.forget_old_devices(today=now.date())
    actions.forget_expired_tokens(now=now)


@every(minutes=10)
def close_due_accounts() -> None:
    """Close accounts whose days to change one's mind are over."""
    actions.close_due(now=timezone.now())


@every(hours=1)
def forget_exports_and_receipts() -> None:
    """Delete exports nobody fetched, old receipts, and marks of names that are free again."""
    actions.drop_old_exports(now=timezone.now())
    actions.forget_receipts(now=timezone.now())
