"""What happens in groups when something happens below; each receiver calls one action."""

from typing import Any

from django.utils import timezone

from circles.actions import watch_over_groups


def _account_closing(sender: Any, *, member: Any, **extra: Any) -> None:
    watch_over_groups(now=timezone.now())


def install() -> None:
    """Listen to the signals of people, and say what is to be handed over before somebody goes."""
    from circles.before_going import list_duties
    from people import before_going
    from people.signals import account_closing

    account_closing.connect(_account_closing, dispatch_uid="circles.farewell")
    before_going.register(list_duties)
