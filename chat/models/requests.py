"""Asking somebody whether they would like to talk, alone or in a group, and who may ask me."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models.conversations import Conversation
from chat.models.messages import CONTACT, NOW
from core.privacy import OWN, OWNER, PLACE, UNTIL_CHANGED, UPKEEP, Group, Privacy, for_period
from core.sealing import EncryptedTextField
from people.models import Member


class Answer(models.TextChoices):
    """What became of a request. Its sender learns of a yes alone."""

    NONE = "", _("No answer yet")
    ACCEPTED = "accepted", _("Yes")
    NOT_NOW = "not_now", _("Not now")


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> "RequestQuerySet":
        """Those that have not become a conversation."""
        return self.exclude(answer=Answer.ACCEPTED)

    def delivered(self) -> "RequestQuerySet":
        """Those their recipient may see at all."""
        return self.filter(delivered_at__isnull=False)


class Request(models.Model):
    """A few words to somebody who has not agreed to talk yet; one at a time. With `into`, an invitation into a group.

    `delivered_at` is empty while the recipient does not want to be asked by this sender. Nothing the sender sees may
    depend on it, nor on the answer, unless it is yes. `signs` is what screening made of the words, as with a message;
    `care_away_at`: its sender put away the offer of somebody to talk to.
    """

    sender = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    into = models.ForeignKey(Conversation, on_delete=models.CASCADE, null=True, related_name="invitations")
    words = EncryptedTextField(blank=True, default="")
    signs = EncryptedTextField(blank=True, default="")
    sent_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, choices=Answer, blank=True, default=Answer.NONE)
    care_away_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("What you wrote to somebody to ask whether they would like to talk"),
        why=_("so that nobody is written to who has not agreed to it"),
        group=Group.WRITING,
        of="sender__account",
        kept=for_period("requests_to_talk"),
        fields={
            "sender recipient": OWNER,
            "into": PLACE,
            "words signs sent_at": OWN,
            # Whether it was shown and what was said to it is the recipient's own business.
            "delivered_at answered_at answer": UPKEEP,
            "care_away_at": UPKEEP,
        },
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "recipient"],
                condition=~Q(answer="accepted") & Q(into__isnull=True),
                name="one_open_request_to_somebody",
            ),
            models.UniqueConstraint(
                fields=["sender", "recipient", "into"],
                condition=~Q(answer="accepted") & Q(into__isnull=False),
                name="one_open_invitation_into_a_group",
            ),
            models.CheckConstraint(condition=~Q(sender=models.F("recipient")), name="ask_somebody_else"),
        ]
        indexes = [
            models.Index(fields=["sender", "-sent_at"], name="request_sent"),
            models.Index(fields=["recipient", "-sent_at"], name="request_received"),
            models.Index(fields=["sent_at"], name="request_by_age"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def asks_for_contact(self) -> bool:
        """Tell whether whoever is asked is warned before they open the words."""
        return CONTACT in self.signs

    @property
    def sounds_in_danger(self) -> bool:
        """Tell whether somebody should be there for its sender now."""
        return NOW in self.signs

    @property
    def needs_care(self) -> bool:
        """Tell whether its sender is offered somebody to talk to, and has not put that away."""
        return self.sounds_in_danger and self.care_away_at is None


class FromWhom(models.TextChoices):
    """From whom somebody wants to hear."""

    NOBODY = "nobody", _("Nobody")
    MET = "met", _("People I replied to, or had a circle with, under my name")
    SPACES = "spaces", _("Also people who write in the same spaces as I do")


class RequestSettings(models.Model):
    """Who may ask one member whether they would like to talk. No row means the middle choice."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    from_whom = models.CharField(max_length=8, choices=FromWhom, default=FromWhom.MET)

    privacy = Privacy(
        what=_("Who may ask you whether you would like to talk"),
        why=_("so that nobody asks you who should not; nobody else sees it"),
        group=Group.READING,
        of="member__account",
        kept=UNTIL_CHANGED,
        fields={"member": OWNER, "from_whom": OWN},
    )

    def __str__(self) -> str:
        return f"request settings {self.pk}"
