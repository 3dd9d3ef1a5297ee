"""One message of a room as many read it at the same moment, for a handful of queries whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chat.models import Message, Seat, Support
from chat.queries.conversations import Standing, since_when
from chat.queries.messages import ShownMessage, fetch_files, shown_to, to_be_shown
from chat.queries.rooms import state_of
from people.models import Member
from people.queries import apart_from


@dataclass(frozen=True, slots=True)
class SharedMessage:
    """A message that whoever may be in its room reads, but for those in `apart`, who see no trace of its author
    (nobody, where it was said under another name).

    `standing` is the room as its author has it; its viewer is replaced for each reader.
    """

    message: Message
    standing: Standing
    support: Sequence[Support]
    apart: frozenset[int]

    def shown_to(self, viewer: Member, *, now: datetime) -> ShownMessage:
        """Return what a member who may enter the room sees of it."""
        return shown_to(replace(self.standing, viewer=viewer), self.message, self.support, now=now)


def find_shared(message_id: int, *, now: datetime) -> SharedMessage | None:
    """Return a message of a room; None where it waits for a person, or its time is over."""
    found = Message.objects.filter(pk=message_id, held_at__isnull=True, conversation__room__isnull=False)
    message = to_be_shown(found).select_related("author", "answers", "conversation__room").first()
    if message is None:
        return None
    talk = message.conversation
    seat = Seat(conversation=talk, member=message.author)
    room = state_of(talk.room, now=now)
    standing = Standing(talk, message.author, seat, lifetime=talk.room.lifetime, room=room)
    since = since_when(standing, now=now)
    if since and message.created_at <= since:
        return None
    fetch_files([message])
    apart = (
        frozenset(apart_from(message.author_id).values_list("pk", flat=True))
        if not message.voice
        else frozenset()
    )
    return SharedMessage(message, standing, list(message.support.order_by("pk")), apart)
