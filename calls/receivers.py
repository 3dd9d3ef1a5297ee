"""What calls do when something happens below them; each receiver calls one action."""

from typing import Any

from calls.actions import recheck_members


def _distance_changed(sender: Any, *, member: Any, other: Any, **extra: Any) -> None:
    # In the transaction that keeps them apart: after it, SQLite might be busy with somebody else's words.
    recheck_members([member.pk, other.pk])


def install() -> None:
    """Listen to the signals of the apps below."""
    from people.signals import distance_changed

    distance_changed.connect(_distance_changed, dispatch_uid="calls.distance")
