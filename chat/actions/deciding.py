"""What those who look after a room do to what others said: a decision at the safety desk, with reasons they read."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from chat import permissions
from chat.models import Message
from people.models import Member
from safety import subjects
from safety.actions import CannotBeDone, Verdict, decide_at_once


def take_down_in_room(message: Message, *, concern: str, statement: str, by: Member, now: datetime) -> None:
    """Take down what somebody else said in a room.

    Raises what safety.actions.decide_at_once raises: CaseMoved, CannotBeDone, PermissionDenied.
    """
    if not permissions.can_take_down(by, message):
        raise PermissionDenied
    subject = subjects.load("chat.message", message.pk)
    if subject is None:
        raise CannotBeDone
    decide_at_once(subject, Verdict("hide", statement), concern=concern, by=by, now=now)
