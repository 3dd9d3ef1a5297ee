"""Who may do what in conversations: yes or no, from facts already loaded."""

from datetime import datetime, timedelta

from chat.models import Conversation, FromWhom, Message, Seat
from people.models import Member
from people.permissions import allows
from safety.queries import paused_until

TIME_TO_EDIT = timedelta(minutes=5)


def can_speak(member: Member, *, now: datetime) -> bool:
    """Whether the member may write to anybody at all: their role lets them, and nobody decided otherwise."""
    return allows(member, "post") and paused_until(member, now=now) is None


def can_write(member: Member, conversation: Conversation, other: Seat | None, *, now: datetime) -> bool:
    """Whether the member may write in this conversation: it goes on, and somebody is there to read it."""
    return (
        conversation.ended_at is None
        and other is not None
        and other.member.account.is_active
        and can_speak(member, now=now)
    )


def can_edit(member: Member, message: Message, *, now: datetime) -> bool:
    """One's own words, for five minutes, while the conversation goes on."""
    return (
        message.author_id == member.pk
        and not message.is_gone
        and message.conversation.ended_at is None
        and now - message.created_at <= TIME_TO_EDIT
    )


def can_remove(member: Member, message: Message) -> bool:
    """One's own words, at any time."""
    return message.author_id == member.pk and not message.is_gone


def can_support(member: Member, message: Message) -> bool:
    """The other's standing words, while the conversation goes on."""
    return message.author_id != member.pk and not message.is_gone and message.conversation.ended_at is None


def may_be_asked(from_whom: str, *, has_answered: bool, shares_a_place: bool) -> bool:
    """Whether somebody with this setting wants to hear from whom they met like this."""
    if from_whom == FromWhom.NOBODY:
        return False
    return has_answered or (from_whom == FromWhom.SPACES and shares_a_place)
