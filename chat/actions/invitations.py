"""Inviting somebody into a group: a request like any other, delivered only where everybody may meet."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from chat import permissions
from chat.actions.requests import ask
from chat.models import Conversation, Request
from chat.queries import Standing
from people.actions import wait_for_turn
from people.models import Member


class AlreadyThere(Exception):
    """They are in the group."""


@transaction.atomic
def invite(standing: Standing, recipient: Member, *, words: str, now: datetime) -> Request:
    """Ask somebody into the group one keeps. They are asked as for any conversation, and see who is in it.

    Raises AlreadyThere, AlreadyAsked, TooManyRequests, TooSoon, and PermissionDenied for whoever may not invite.
    """
    by = standing.viewer
    wait_for_turn(by)
    group = Conversation.objects.get(pk=standing.conversation.pk)
    if recipient.pk == by.pk or not permissions.can_invite(by, group, now=now):
        raise PermissionDenied
    if any(seat.member_id == recipient.pk for seat in standing.others):
        raise AlreadyThere
    return ask(recipient, by=by, words=words, into=group, now=now)
