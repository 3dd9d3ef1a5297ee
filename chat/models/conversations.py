"""A conversation of two, of a small group or in a room, and the seat each of its people has in it."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, UPKEEP, WITH_ACCOUNT, Group, Privacy
from core.sealing import EncryptedTextField
from people.models import Member

MOST_IN_A_GROUP = 12


class Kind(models.TextChoices):
    """How many talk, and how they came together."""

    TWO = "two", _("Between two")
    GROUP = "group", _("A group")
    ROOM = "room", _("A room")


class Lifetime(models.TextChoices):
    """How long a message stays. Of what those in a conversation chose the shortest one counts."""

    DAY = "day", _("A day")
    MONTH = "month", _("A month")
    KEPT = "kept", _("Until one of us takes it away")


LENGTHS = {Lifetime.DAY: timedelta(days=1), Lifetime.MONTH: timedelta(days=30)}


class Conversation(models.Model):
    """People who talk: two or a group, each of whom said yes; or a room, which belongs to a place (see Room).

    Of two, `pair` holds their numbers, so that they never have two conversations; empty once one left. Ended it stays
    readable, and begins again when both have said that they want it to. A group has a `name`, sealed like all that is
    said in it, somebody it was `named_by`, and a `keeper`, who invites. One for which two people were brought together
    `ends_for_good`, and has no `pair`.
    """

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TWO)
    pair = models.CharField(max_length=48, unique=True, null=True)
    name = EncryptedTextField(blank=True, default="")
    keeper = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    named_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ends_for_good = models.BooleanField(default=False)

    privacy = Privacy(
        what=_("That you talk with somebody, since when, and whether it has ended"),
        why=_("so that you all find your conversation"),
        group=Group.WRITING,
        of="seats__member__account",
        kept=WITH_ACCOUNT,
        by_its_feature=True,
        # Whether the keeper is somebody one sees no trace of is not for the export to tell.
        fields={"pair": OWNER, "keeper named_by": UPKEEP, "kind name started_at ended_at ends_for_good": OWN},
    )

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("conversation_detail", args=[self.pk])

    def name_for(self, viewer: Member) -> str:
        """Return what a group is called; where whoever named it is apart from this reader, that it is a group."""
        is_theirs = self.name and self.named_by_id not in viewer.hidden_ids
        return self.name if is_theirs else str(Kind.GROUP.label)

    @property
    def is_between_two(self) -> bool:
        return self.kind == Kind.TWO

    @property
    def is_group(self) -> bool:
        return self.kind == Kind.GROUP

    @property
    def is_room(self) -> bool:
        return self.kind == Kind.ROOM


def pair_of(one: Member, other: Member) -> str:
    """Return what stands for these two, whoever is named first."""
    return "-".join(str(pk) for pk in sorted([one.pk, other.pk]))


class Seat(models.Model):
    """One member's place in a conversation: what they have seen, and what they chose for it.

    In a room they have one while it is on their list.

    What they would show of themselves (`shows_…`) is shown only while the other would show the same. `active_at` is
    when something last came that this member may see. `begins_after`: what was written before they came is not theirs.
    `care_away_id` is the newest message for which they put away the offer of somebody to talk to.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    seen_message_id = models.BigIntegerField(default=0)
    begins_after = models.BigIntegerField(default=0)
    active_at = models.DateTimeField(default=timezone.now)
    care_away_id = models.BigIntegerField(default=0)
    muted_at = models.DateTimeField(null=True)
    lifetime = models.CharField(max_length=8, choices=Lifetime, default=Lifetime.KEPT)
    wants_again_at = models.DateTimeField(null=True)
    shows_read = models.BooleanField(default=False)
    shows_writing = models.BooleanField(default=False)
    shows_here = models.BooleanField(default=False)

    privacy = Privacy(
        what=_("How far you read in a conversation, and what you chose for it"),
        why=_("so that you see what is new, and it is kept as long as you want"),
        group=Group.READING,
        of="member__account",
        kept=WITH_ACCOUNT,
        fields={
            "conversation": PLACE,
            "member": OWNER,
            "seen_message_id begins_after care_away_id": UPKEEP,
            "active_at muted_at lifetime wants_again_at shows_read shows_writing shows_here": OWN,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "member"], name="one_seat_a_conversation")
        ]
        indexes = [models.Index(fields=["member", "-active_at"], name="seat_by_last_active")]

    def __str__(self) -> str:
        return f"seat {self.pk}"
