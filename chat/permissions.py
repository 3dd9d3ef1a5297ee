"""Who may do what in conversations: yes or no, from facts already loaded."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chat.models import Conversation, FromWhom, Message, Seat
from chat.room_places import looks_after
from people.models import Member
from people.permissions import allows
from safety.permissions import can_decide_in
from safety.queries import paused_until

TIME_TO_EDIT = timedelta(minutes=5)


def can_speak(member: Member, *, now: datetime) -> bool:
    """Whether the member may write to anybody at all: their role lets them, and nobody decided otherwise."""
    return allows(member, "post") and paused_until(member, now=now) is None


def can_write(member: Member, conversation: Conversation, others: Sequence[Seat], *, now: datetime) -> bool:
    """Whether the member may write in this conversation: it goes on and, between two, the other is there to read."""
    is_heard = not conversation.is_between_two or any(seat.member.account.is_active for seat in others)
    return conversation.ended_at is None and is_heard and can_speak(member, now=now)


def takes_attachments(conversation: Conversation) -> bool:
    """Whether pictures and voice notes can go with words here; in a room whoever looks after it says so."""
    return not conversation.is_room or conversation.room.takes_files


def can_end(conversation: Conversation) -> bool:
    """Whether one of its people may end it for all: either of two."""
    return conversation.is_between_two


def can_run_rooms(member: Member, place: str) -> bool:
    """Whether the member opens, pauses and closes the rooms of this place: whoever looks after it, powers awake."""
    return looks_after(member, place)


def can_decide_about_room(member: Member, place: str) -> bool:
    """Whoever looks after the place, and decides at the desk what becomes of words there."""
    return looks_after(member, place) and can_decide_in(member, place)


def can_take_down(member: Member, message: Message) -> bool:
    """What somebody else said in a room one looks after; for those who decide at the desk, with reasons."""
    talk = message.conversation
    is_somebody_elses = message.author_id != member.pk and not message.is_gone
    return talk.is_room and is_somebody_elses and can_decide_about_room(member, talk.room.place)


def can_invite(member: Member, conversation: Conversation, *, now: datetime) -> bool:
    """Whether the member may ask others into this group: its keeper, while it goes on."""
    return (
        conversation.is_group
        and conversation.keeper_id == member.pk
        and conversation.ended_at is None
        and can_speak(member, now=now)
    )


def can_call(conversation: Conversation) -> bool:
    """Whether there may be calls here at all: not in a room, nor with a listener, where one agreed to write."""
    return not (conversation.is_room or conversation.ends_for_good)


def can_begin_again(conversation: Conversation) -> bool:
    """Whether it may begin again at all once it has ended: between two who found each other."""
    return conversation.is_between_two and not conversation.ends_for_good


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
