"""What calls do when something happens below them; each receiver calls one action."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete

from calls.actions import close_room, hang_up, recheck_members
from calls.models import Call, Participant


def _distance_changed(sender: Any, *, member: Any, other: Any, **extra: Any) -> None:
    # In the transaction that keeps them apart: after it, SQLite might be busy with somebody else's words.
    recheck_members([member.pk, other.pk])


def _participant_gone(sender: Any, *, instance: Participant, **extra: Any) -> None:
    transaction.on_commit(lambda: hang_up(instance.line))


def _call_over(sender: Any, *, instance: Call, **extra: Any) -> None:
    transaction.on_commit(lambda: close_room(instance.room))


def install() -> None:
    """Listen to the signals of the apps below."""
    from people.signals import distance_changed

    distance_changed.connect(_distance_changed, dispatch_uid="calls.distance")
    post_delete.connect(_participant_gone, sender=Participant, dispatch_uid="calls.gone")
    post_delete.connect(_call_over, sender=Call, dispatch_uid="calls.over")
