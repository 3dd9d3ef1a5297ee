"""What happens to waits and talks when something happens below; each receiver calls one action."""

from typing import Any

from django.utils import timezone

from listening.actions import keep_apart, say_farewell


def _distance_changed(sender: Any, *, member: Any, other: Any, change: str, **extra: Any) -> None:
    if change == "block":
        keep_apart(member, other, now=timezone.now())


def _account_closing(sender: Any, *, member: Any, **extra: Any) -> None:
    say_farewell(member, now=timezone.now())


def install() -> None:
    """Listen to the signals of people."""
    from people.signals import account_closing, distance_changed

    distance_changed.connect(_distance_changed, dispatch_uid="listening.distance")
    account_closing.connect(_account_closing, dispatch_uid="listening.farewell")
