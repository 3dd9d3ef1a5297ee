"""What the forum does when something happens below it; each receiver calls one action."""

from typing import Any

from django.db import transaction

from forum.actions.farewell import say_farewell
from forum.actions.posts import forget_names_of
from forum.feeds import forget_news
from forum.permissions import forget_doors


def _name_changed(sender: Any, *, member: Any, **extra: Any) -> None:
    forget_names_of(member.pk)


def _distance_changed(sender: Any, *, member: Any, other: Any, **extra: Any) -> None:
    forget_news(member.pk)
    forget_news(other.pk)


def _account_closing(sender: Any, *, member: Any, choice: str, **extra: Any) -> list[str]:
    return say_farewell(member, choice=choice)


def _posting_paused(sender: Any, *, member: Any, **extra: Any) -> None:
    forget_doors(member.pk)
    transaction.on_commit(lambda: forget_doors(member.pk))


def install() -> None:
    """Listen to the signals of the apps below."""
    from people.signals import account_closing, distance_changed, name_changed
    from safety.signals import posting_paused

    name_changed.connect(_name_changed, dispatch_uid="forum.names")
    distance_changed.connect(_distance_changed, dispatch_uid="forum.news")
    posting_paused.connect(_posting_paused, dispatch_uid="forum.pauses")
    account_closing.connect(_account_closing, dispatch_uid="forum.farewell")
