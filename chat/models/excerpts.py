"""What a member showed to staff out of a conversation: the messages they chose and a few around them, no more."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.conversations import Conversation
from chat.models.messages import Message
from core.privacy import UPKEEP, Group, Privacy, belonging_to, for_period
from core.sealing import EncryptedTextField
from people.models import Member


class Excerpt(models.Model):
    """The copy that goes with a report: what it showed stays, whatever becomes of the conversation meanwhile."""

    conversation = models.ForeignKey(Conversation, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    about = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    privacy = Privacy(
        what=_("Messages somebody showed to staff with a report, and a few around them; sealed"),
        why=_("so that staff can look at what was reported, and at nothing else"),
        group=Group.CARE,
        of=None,
        kept=for_period("excerpts"),
        fields={
            "conversation made_at": UPKEEP,
            "by": belonging_to("by__account"),
            "about": belonging_to("about__account"),
        },
    )

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="excerpt_by_age")]

    def __str__(self) -> str:
        return f"excerpt {self.pk}"


class ExcerptLine(models.Model):
    """One message as it was when it was shown."""

    excerpt = models.ForeignKey(Excerpt, on_delete=models.CASCADE, related_name="lines")
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    words = EncryptedTextField(blank=True, default="")
    said_at = models.DateTimeField()
    is_chosen = models.BooleanField(default=False)

    privacy = Privacy(
        what=_("One message that was shown to staff with a report, as it was then; sealed"),
        why=_("so that it can still be looked at when it is gone from the conversation"),
        group=Group.CARE,
        of=None,
        kept=for_period("excerpts"),
        fields={
            "excerpt message said_at is_chosen": UPKEEP,
            "words": belonging_to("author__account"),  # first: without its author nothing says whose they are
            "author": belonging_to("author__account"),
        },
    )

    class Meta:
        ordering = ["said_at", "pk"]

    def __str__(self) -> str:
        return f"line {self.pk}"
