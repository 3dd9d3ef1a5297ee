"""A conversation, and the seat each of its two people has in it."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, UPKEEP, WITH_ACCOUNT, Group, Privacy
from people.models import Member


class Lifetime(models.TextChoices):
    """How long a message stays. Of what the two chose the shorter one counts."""

    DAY = "day", _("A day")
    MONTH = "month", _("A month")
    KEPT = "kept", _("Until one of us takes it away")


LENGTHS = {Lifetime.DAY: timedelta(days=1), Lifetime.MONTH: timedelta(days=30)}


class Conversation(models.Model):
    """Two people who talk. `pair` holds their numbers, so that two never have two conversations; empty once one left.

    Ended it stays readable, and begins again when both have said that they want it to.
    """

    pair = models.CharField(max_length=48, unique=True, null=True)
    started_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("That you talk with somebody, since when, and whether it has ended"),
        why=_("so that you both find your conversation"),
        group=Group.WRITING,
        of="seats__member__account",
        kept=WITH_ACCOUNT,
        by_its_feature=True,
        fields={"pair": OWNER, "started_at last_message_at ended_at": OWN},
    )

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("conversation_detail", args=[self.pk])


def pair_of(one: Member, other: Member) -> str:
    """Return what stands for these two, whoever is named first."""
    return "-".join(str(pk) for pk in sorted([one.pk, other.pk]))


class Seat(models.Model):
    """One member's place in a conversation: what they have seen, and what they chose for it.

    What they would show of themselves (`shows_…`) is shown only while the other would show the same.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    seen_message_id = models.BigIntegerField(default=0)
    muted_at = models.DateTimeField(null=True)
    lifetime = models.CharField(max_length=8, choices=Lifetime, default=Lifetime.KEPT)
    wants_again_at = models.DateTimeField(null=True)
    shows_read = models.BooleanField(default=False)
    shows_writing = models.BooleanField(default=False)
    shows_here = models.BooleanField(default=False)

    privacy = Privacy(
        what=_("How far you read in a conversation, and what you chose for it"),
        why=_("so that you see what is new, and it is kept as long as you two want"),
        group=Group.READING,
        of="member__account",
        kept=WITH_ACCOUNT,
        fields={
            "conversation": PLACE,
            "member": OWNER,
            "seen_message_id": UPKEEP,
            "muted_at lifetime wants_again_at shows_read shows_writing shows_here": OWN,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "member"], name="one_seat_a_conversation")
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"
