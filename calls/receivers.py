"""What calls do when something happens below them; each receiver calls one action."""

from typing import Any

from django.db import transaction

from calls.actions import recheck_members


def _distance_changed(sender: Any, *, member: Any, other: Any, **extra: Any) -> None:
    # After the commit: what the two may still see of each other is asked anew.
    transaction.on_commit(lambda: recheck_members([member.pk, other.pk]))


def install() -> None:
    """Listen to the signals of the apps below."""
    from people.signals import distance_changed

    distance_changed.connect(_distance_changed, dispatch_uid="calls.distance")
