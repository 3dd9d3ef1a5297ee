"""Keeping pictures and voice notes that were already encoded anew, showing copies of them, and letting go of both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import transaction

from chat.models import Attachment, AttachmentKind, ExcerptFile, ExcerptLine, Message
from core.pictures import EncodedPicture
from core.recordings import EncodedRecording
from core.sealed_files import write_sealed_file
from core.sealing import BrokenSeal
from people.actions import make_room_for


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """What goes with a message that is being sent."""

    kind: AttachmentKind
    content: bytes
    description: str = ""
    width: int = 0
    height: int = 0
    seconds: int = 0

    @classmethod
    def picture(cls, picture: EncodedPicture, *, description: str) -> "NewAttachment":
        """Return a picture with the words for those who do not see it."""
        return cls(AttachmentKind.PICTURE, picture.content, description, picture.width, picture.height)

    @classmethod
    def voice(cls, recording: EncodedRecording) -> "NewAttachment":
        """Return a voice note."""
        return cls(AttachmentKind.VOICE, recording.content, seconds=recording.seconds)


def keep_attachments(message: Message, attachments: Sequence[NewAttachment]) -> None:
    """Attach these to their message. A rolled-back transaction leaves at most a file nobody can open.

    Raises NoRoomLeft where their author keeps too much already.
    """
    make_room_for(sum(len(new.content) for new in attachments), owner=message.author)
    for new in attachments:
        kept = Attachment(
            message=message, kind=new.kind, description=new.description, width=new.width, height=new.height,
            seconds=new.seconds, size=len(new.content),
        )  # fmt: skip
        kept.key = write_sealed_file(kept.file_name, new.content)
        kept.save(force_insert=True)


def copy_attachments(lines: Iterable[ExcerptLine]) -> None:
    """Copy what went with the messages of these lines, so that staff see it whatever becomes of the messages."""
    by_message = {line.message_id: line for line in lines}
    for shown in Attachment.objects.filter(message__in=by_message):
        try:
            content = shown.read_file()
        except (FileNotFoundError, BrokenSeal):
            continue  # a report is never refused for a file that is lost
        copy = ExcerptFile(
            line=by_message[shown.message_id], kind=shown.kind, description=shown.description,
            width=shown.width, height=shown.height, seconds=shown.seconds, size=shown.size,
        )  # fmt: skip
        copy.key = write_sealed_file(copy.file_name, content)
        copy.save(force_insert=True)


def let_go_of_file(name: str) -> None:
    """Delete the file of a row that is deleted, once that is certain."""
    transaction.on_commit(lambda: default_storage.delete(name))
