"""Messages: sealed words, and what others said to them with a press."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models.conversations import Conversation
from core.privacy import OWN, OWNER, PLACE, UPKEEP, Group, Kept, Privacy
from core.sealing import EncryptedTextField
from core.support import SupportKind
from people.models import Member

NOW, CONTACT = "now", "contact"
KEPT = Kept(_("until you take it away, or the time that was chosen is over"))


class MessageQuerySet(models.QuerySet["Message"]):
    def standing(self) -> "MessageQuerySet":
        """Leave out what was taken back or taken down, and what waits for a person."""
        return self.filter(removed_at__isnull=True, taken_down_at__isnull=True, held_at__isnull=True)

    def not_by(self, apart: Collection[int]) -> "MessageQuerySet":
        """Leave out what these said under their own names. Another name stays: blocking would tell whose it is."""
        return self.exclude(voice="", author__in=apart) if apart else self


class Message(models.Model):
    """One person's words to others. The database holds nothing readable of them.

    `signs` is what screening made of them: "now", "contact", both or nothing; sealed, since it says something about
    a person. `removed_at`: its author took it back. `taken_down_at`: somebody on the staff did. `held_at`: in a room,
    nobody but its author sees it until a person has looked. `voice` is the other name it was said under, in a room of
    a place where its author has one; "" for their own.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    voice = models.CharField(max_length=40, blank=True, default="")
    voice_seed = models.PositiveIntegerField(default=0)
    body = EncryptedTextField(blank=True, default="")
    notes = EncryptedTextField(blank=True, default="")
    signs = EncryptedTextField(blank=True, default="")
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    nonce = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("What you write to somebody in a conversation; sealed"),
        why=_("so that those you write to can read it, and nobody else"),
        group=Group.WRITING,
        of="author__account",
        kept=KEPT,
        fields={
            "conversation answers": PLACE,
            "author nonce": OWNER,
            "body notes signs created_at edited_at removed_at": OWN,
            "held_at voice": OWN,
            "voice_seed": UPKEEP,
            "taken_down_at": UPKEEP,
        },
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "nonce"], name="message_sent_once")]
        indexes = [
            models.Index(fields=["conversation", "id"], name="message_in_conversation"),
            models.Index(fields=["conversation", "created_at"], name="message_by_age"),
            models.Index(
                fields=["removed_at"], condition=Q(removed_at__isnull=False), name="message_removed"
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.conversation.get_absolute_url()}#message-{self.pk}"

    @property
    def all_words(self) -> str:
        """Return what can be read of it: what was written, and what its picture is said to show."""
        described = (each.description for each in self.attachments.all())
        return "\n".join(words for words in (self.body, *described) if words)

    @property
    def is_gone(self) -> bool:
        return self.removed_at is not None or self.taken_down_at is not None

    @property
    def said_by(self) -> str:
        """The name it was said under."""
        return self.voice or self.author.name

    @property
    def said_with(self) -> int:
        """The seed of the shape beside that name."""
        return self.voice_seed if self.voice else self.author.avatar_seed

    @property
    def named_author_id(self) -> int | None:
        """Whose words they are, None where nobody is to know."""
        return None if self.voice else self.author_id


class Support(models.Model):
    """One press under a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="support")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=SupportKind)
    created_at = models.DateTimeField()

    privacy = Privacy(
        what=_("What you said to a message with one press"),
        why=_("so that whoever wrote it knows that you heard them"),
        group=Group.WRITING,
        of="member__account",
        kept=KEPT,
        fields={"message": PLACE, "member": OWNER, "kind created_at": OWN},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "member", "kind"], name="support_message_once")
        ]

    def __str__(self) -> str:
        return f"support {self.pk}"
