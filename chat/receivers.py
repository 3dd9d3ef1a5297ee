"""What conversations do when something happens below them; each receiver calls one action."""

from typing import Any

from django.utils import timezone

from chat.actions import keep_apart, say_farewell
from chat.unread import forget


def _distance_changed(sender: Any, *, member: Any, other: Any, change: str, **extra: Any) -> None:
    if change == "block":
        keep_apart(member, other, now=timezone.now())
    forget([member.pk, other.pk])


def _account_closing(sender: Any, *, member: Any, choice: str, **extra: Any) -> None:
    say_farewell(member)


def install() -> None:
    """Listen to the signals of the apps below."""
    from people.signals import account_closing, distance_changed

    distance_changed.connect(_distance_changed, dispatch_uid="chat.distance")
    account_closing.connect(_account_closing, dispatch_uid="chat.farewell")
