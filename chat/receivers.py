"""What conversations do when something happens below them; each receiver calls one action."""

from typing import Any

from django.db.models.signals import post_delete
from django.utils import timezone

from chat.actions import keep_apart, let_go_of_file, say_farewell
from chat.unread import forget


def _distance_changed(sender: Any, *, member: Any, other: Any, change: str, **extra: Any) -> None:
    if change == "block":
        keep_apart(member, other, now=timezone.now())
    forget([member.pk, other.pk])


def _account_closing(sender: Any, *, member: Any, choice: str, **extra: Any) -> None:
    say_farewell(member)


def _row_deleted(sender: Any, *, instance: Any, **extra: Any) -> None:
    let_go_of_file(instance.file_name)


def install() -> None:
    """Listen to the signals of the apps below, and to the end of rows that have a file."""
    from chat.models import Attachment, ExcerptFile
    from people.signals import account_closing, distance_changed

    distance_changed.connect(_distance_changed, dispatch_uid="chat.distance")
    account_closing.connect(_account_closing, dispatch_uid="chat.farewell")
    for model in (Attachment, ExcerptFile):
        post_delete.connect(_row_deleted, sender=model, dispatch_uid=f"chat.{model.__name__}")
