"""Pictures and voice notes that go with a message: drawn or encoded anew by us, and sealed where they lie."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chat.models.excerpts import ExcerptLine
from chat.models.messages import KEPT, Message
from core.privacy import FROM_WORDS, OWN, PLACE, SECRET, UPKEEP, Group, Privacy, belonging_to, for_period
from core.sealed_files import read_sealed_file
from core.sealing import EncryptedTextField


class AttachmentKind(models.TextChoices):
    """What can go with words, and what the file ends with."""

    PICTURE = "picture", _("A picture")
    VOICE = "voice", _("A voice note")


ENDINGS = {AttachmentKind.PICTURE: "webp", AttachmentKind.VOICE: "webm"}
MEDIA_TYPES = {AttachmentKind.PICTURE: "image/webp", AttachmentKind.VOICE: "audio/webm"}


class SealedFile(models.Model):
    """One file and what is said of it. `key` opens the file, and is itself sealed with the installation's keys."""

    FOLDER = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=AttachmentKind)
    key = EncryptedTextField()
    description = EncryptedTextField(blank=True, default="")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def file_name(self) -> str:
        return f"{self.FOLDER}/{self.pk}.{ENDINGS[AttachmentKind(self.kind)]}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[AttachmentKind(self.kind)]

    def read_file(self) -> bytes:
        """Return what is in the file, opened."""
        return read_sealed_file(self.file_name, self.key)

    @property
    def in_words(self) -> str:
        """Return how it is known where only words can stand."""
        return self.description or f"{self.get_kind_display()}, {self.length}"

    @property
    def length(self) -> str:
        """Say how long a voice note is."""
        minutes, seconds = divmod(self.seconds, 60)
        said = ngettext("%(seconds)s second", "%(seconds)s seconds", seconds) % {"seconds": seconds}
        if not minutes:
            return said
        whole = ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}
        return f"{whole} {said}" if seconds else whole


class Attachment(SealedFile):
    """A picture or a voice note of one message; at most one of each."""

    FOLDER = "conversations"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")

    privacy = Privacy(
        what=_(
            "Pictures and voice notes you sent in a conversation; sealed, and without camera, place or time"
        ),
        why=_("so that those you write to can see and hear them, and nobody else"),
        group=Group.WRITING,
        of="message__author__account",
        kept=KEPT,
        files=FOLDER,
        fields={
            "id": FROM_WORDS,
            "message": PLACE,
            "kind description seconds": OWN,
            "key": SECRET,
            "width height size": FROM_WORDS,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "kind"], name="one_attachment_of_a_kind_a_message")
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"


class ExcerptFile(SealedFile):
    """The copy of a picture or a voice note that was shown to staff with a report."""

    FOLDER = "shown"

    line = models.ForeignKey(ExcerptLine, on_delete=models.CASCADE, related_name="files")

    privacy = Privacy(
        what=_("A picture or a voice note that was shown to staff with a report; sealed"),
        why=_("so that it can still be looked at when it is gone from the conversation"),
        group=Group.CARE,
        of=None,
        kept=for_period("excerpts"),
        files=FOLDER,
        fields={
            "id line kind width height seconds size": UPKEEP,
            "key description": belonging_to("line__author__account"),
        },
    )

    def __str__(self) -> str:
        return f"shown {self.pk}"
