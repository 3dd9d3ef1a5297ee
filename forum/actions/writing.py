"""Letting readers know that someone is writing."""

from forum import events, permissions
from forum.models import Thread
from forum.voices import speaks_anonymously
from people.models import Member


def someone_is_writing(thread: Thread, *, writer: Member, anonymous: bool) -> None:
    """Whisper it to whoever reads right now; nothing is stored."""
    if permissions.can_reply(writer, thread):
        hidden = speaks_anonymously(thread.space, writer, wishes=anonymous)
        events.announce_writing(thread, writer, anonymous=hidden)
