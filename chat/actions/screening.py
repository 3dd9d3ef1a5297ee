"""What happens to words the moment they are said in a room: sorted as a post is, and perhaps held for a person."""

from datetime import datetime

from chat.models import Message
from safety.actions import screen_written
from safety.subjects import Subject


def screen_in_room(message: Message, *, now: datetime, changed: bool = False) -> None:
    """Sort what was just said or changed, open a case where a person should look, and hold what has to wait for one.

    Nobody is held for being in pain, and what was held stays so until a person decides or it speaks of pain.
    """
    waits = message.held_at is not None
    said = screen_written(
        subject_to_screen(message), by=message.author, answers=message.answers_id or 0, waits=waits, changed=changed,
        now=now,
    )  # fmt: skip
    if bool(said.held_for) != waits:
        message.held_at = now if said.held_for else None
        message.save(update_fields=["held_at"])


def subject_to_screen(message: Message) -> Subject:
    """Return a message as the desk needs it to open a case: where it is, whose it is, and what was typed."""
    return Subject(
        kind="chat.message", pk=message.pk, ref="", line="", address="", place=message.conversation.room.place,
        author_id=message.author_id, text=message.all_words, is_anonymous=bool(message.voice),
    )  # fmt: skip
