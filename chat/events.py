"""What can happen in conversations, as pointers. Their people hear of it on their own channels; rooms have one each."""

from collections.abc import Iterable

from chat.models import Conversation, Message, Request, Seat
from chat.room_places import voice_in
from live.actions import publish, whisper
from live.topics import ACCESS_CHANGED
from people.models import Member

MESSAGE_SENT = "chat.message_sent"
MESSAGE_CAME = "chat.message_came"
MESSAGE_CHANGED = "chat.message_changed"
CONVERSATION_CHANGED = "chat.conversation_changed"
MESSAGES_READ = "chat.messages_read"
MESSAGES_SEEN = "chat.messages_seen"
SOMEONE_WRITING = "chat.someone_writing"
REQUEST_CAME = "chat.request_came"


def announce_sent(message: Message, *, to: Iterable[Seat]) -> None:
    """Tell its author's other pages that a message was sent, and the others that one came; who hides its author not.

    In a room everybody who has it open hears it at once, from one event. What is held only its author hears of.
    """
    told: dict[str, int | str] = {"conversation": message.conversation_id, "message": message.pk}
    if message.conversation.is_room and message.held_at is None:
        publish(
            _channels(message.conversation),
            MESSAGE_CAME,
            told | {"quiet": 1},
            actor_id=message.named_author_id,
        )
        return
    publish([f"member:{message.author_id}"], MESSAGE_SENT, told, actor_id=message.author_id)
    seats = list(to)
    for quiet in (False, True):
        channels = [f"member:{seat.member_id}" for seat in seats if (seat.muted_at is not None) is quiet]
        publish(channels, MESSAGE_CAME, told | {"quiet": int(quiet)}, actor_id=message.author_id)


def announce_message_change(message: Message, *, was_held: bool = False) -> None:
    """Tell all that a message was edited, taken back, taken down or put back; its author alone while it stays held."""
    is_kept_back = was_held and message.held_at is not None
    publish(
        [f"member:{message.author_id}"] if is_kept_back else _channels(message.conversation),
        MESSAGE_CHANGED,
        {"conversation": message.conversation_id, "message": message.pk},
        actor_id=message.named_author_id,
    )


def announce_support(message: Message, *, by: Member) -> None:
    """Tell all that one of them answered a message with a press, or took it back; who sees no trace of either not."""
    talk = message.conversation
    has_other_name = talk.is_room and voice_in(talk.room.place, by)[0]
    publish(
        _channels(talk),
        MESSAGE_CHANGED,
        {"conversation": message.conversation_id, "message": message.pk},
        actor_id=None if has_other_name else by.pk,
        author_id=message.named_author_id,
    )


def announce_change(conversation: Conversation, *, by: Member | None = None) -> None:
    """Tell all to look again: it began, ended, or somebody came or left; who sees no trace of `by` hears nothing."""
    told: dict[str, int | str] = {"conversation": conversation.pk}
    publish(_channels(conversation), CONVERSATION_CHANGED, told, actor_id=by.pk if by else None)


def announce_door_change(room_ids: Iterable[int]) -> None:
    """Have the streams that hear these rooms look again whether they may."""
    publish([f"room:{pk}" for pk in room_ids], ACCESS_CHANGED, {})


def announce_distance(conversation: Conversation, *, between: Iterable[Member]) -> None:
    """Tell these two alone to look again at what they both are in."""
    channels = [f"member:{member.pk}" for member in between]
    publish(channels, CONVERSATION_CHANGED, {"conversation": conversation.pk})


def announce_call_change(conversation: Conversation, *, by: int) -> None:
    """Have the pages of a conversation look again, since somebody came into its call or left it."""
    told: dict[str, int | str] = {"conversation": conversation.pk}
    publish(_channels(conversation), CONVERSATION_CHANGED, told, actor_id=by)


def announce_read(conversation: Conversation, *, by: Member, more: bool) -> None:
    """Tell one's own other pages that one has read what was new here, and whether more waits elsewhere."""
    publish([f"member:{by.pk}"], MESSAGES_READ, {"conversation": conversation.pk, "more": int(more)})


def announce_seen(conversation: Conversation, *, by: Member, to: Member) -> None:
    """Tell the other that one has read what they wrote; only where both want that."""
    told: dict[str, int | str] = {"conversation": conversation.pk}
    publish([f"member:{to.pk}"], MESSAGES_SEEN, told, actor_id=by.pk)


def announce_writing(conversation: Conversation, *, by: Member, to: Member) -> None:
    """Whisper to the other that one is writing; only where both want that. Nothing is stored."""
    whisper(f"member:{to.pk}", SOMEONE_WRITING, {"conversation": conversation.pk}, actor_id=by.pk)


def announce_request(asked: Request) -> None:
    """Tell whoever is asked that somebody asks."""
    told: dict[str, int | str] = {"request": asked.pk}
    publish([f"member:{asked.recipient_id}"], REQUEST_CAME, told, actor_id=asked.sender_id)


def _channels(conversation: Conversation) -> list[str]:
    if conversation.is_room:
        return [f"room:{conversation.pk}"]
    members = conversation.seats.order_by("pk").values_list("member_id", flat=True)
    return [f"member:{pk}" for pk in members]
