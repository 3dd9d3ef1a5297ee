"""Going on to another listener. The talk ends, and whoever was passed on waits at the place they had."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from chat.actions import end_conversation
from listening import events, permissions, queries
from listening.actions.waiting import wait
from listening.models import Passing, Talk
from people.models import Member


class NobodyElse(Exception):
    """Nobody else is on duty who could go on with it."""


class CannotPass(Exception):
    """The talk is over, or was passed on already."""


@transaction.atomic
def ask_to_pass_on(talk: Talk, *, by: Member, now: datetime) -> None:
    """Ask the member whether they would go on with another listener; only they decide. Raises NobodyElse."""
    if not permissions.is_listener_of(by, talk):
        raise PermissionDenied
    _require_somebody_else(talk, now=now)
    if not Talk.objects.going_on().filter(pk=talk.pk).update(passing=Passing.ASKED):
        raise CannotPass
    events.announce_talk(talk)


@transaction.atomic
def stay(talk: Talk, *, by: Member) -> None:
    """Answer that one would rather not go on with somebody else; the listener may still end it."""
    if not permissions.is_member_of(by, talk):
        raise PermissionDenied
    Talk.objects.going_on().filter(pk=talk.pk, passing=Passing.ASKED).update(passing=Passing.DECLINED)
    events.announce_talk(talk)


@transaction.atomic
def pass_on(talk: Talk, *, by: Member, now: datetime) -> Talk:
    """Go on to another listener, at the wish of the member alone; their place is the one they had.

    Raises NobodyElse while nobody else listens, CannotPass when it is over.
    """
    if not permissions.is_member_of(by, talk):
        raise PermissionDenied
    _require_somebody_else(talk, now=now)
    locked = Talk.objects.select_for_update(of=("self",)).select_related("conversation").get(pk=talk.pk)
    if locked.conversation is None or locked.conversation.ended_at or locked.passing == Passing.DONE:
        raise CannotPass
    Talk.objects.filter(pk=talk.pk).update(passing=Passing.DONE)
    end_conversation(locked.conversation, now=now)
    events.announce_talk(locked)
    return wait(by, help=locked.help, place_at=locked.place_at, now=now)


def _require_somebody_else(talk: Talk, *, now: datetime) -> None:
    if not queries.does_somebody_else_listen(talk.listener_id, now=now):
        raise NobodyElse
