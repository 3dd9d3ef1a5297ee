"""What happens to words the moment they are said in a room: sorted as a post is, and perhaps held for a person."""

from datetime import datetime

from chat.models import Message
from safety.actions import screen_written
from safety.subjects import Subject


def screen_in_room(message: Message, *, now: datetime) -> None:
    """Sort what was just said or changed, open a case where a person should look, and hold what has to wait for one.

    Nobody is held for being in pain. What was held stays so until a person decides, whatever it is changed to.
    """
    said = screen_written(
        subject_to_screen(message), by=message.author, answers=message.answers_id or 0, now=now
    )
    if said.held_for and message.held_at is None:
        message.held_at = now
        message.save(update_fields=["held_at"])


def subject_to_screen(message: Message) -> Subject:
    """Return a message as the desk needs it to open a case: where it is, whose it is, and what was typed."""
    return Subject(
        kind="chat.message", pk=message.pk, ref="", line="", address="", place=message.conversation.room.place,
        author_id=message.author_id, text=message.all_words,
    )  # fmt: skip
