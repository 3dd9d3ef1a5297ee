"""What helpers do for one another and for themselves: a buddy, and a few words after something hard."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, SOMEBODY, UNTIL_TAKEN_BACK, Group, Privacy, for_period
from core.sealing import EncryptedTextField
from people.models import Member
from safety.models.cases import Case


class BuddyAnswer(models.TextChoices):
    """What somebody presses when their buddy asks whether they are all right."""

    FINE = "fine", _("I am all right")
    BREAK = "break", _("I need a break")
    TALK = "talk", _("I would like to talk")


class Buddy(models.Model):
    """One helper chose another. Two who chose each other are buddies; one alone has asked.

    `asked_at` is when `member` last asked whether `other` is all right, `answer` what they pressed.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    chosen_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, choices=BuddyAnswer, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("Whom you chose as a buddy, and when you asked whether they are all right"),
        why=_("so that two helpers can look after each other; only the two of you see it"),
        group=Group.CARE,
        of="member__account",
        kept=UNTIL_TAKEN_BACK,
        fields={"member": OWNER, "other": SOMEBODY, "chosen_at asked_at answer answered_at": OWN},
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(member=models.F("other")), name="buddy_somebody_else")
        ]

    def __str__(self) -> str:
        return f"buddy {self.pk}"


class Feeling(models.TextChoices):
    """How somebody is after a case, in their own choice of three."""

    FINE = "fine", _("I am all right")
    HEAVY = "heavy", _("It stays with me")
    TALK = "talk", _("I would like somebody to talk to")


class Debrief(models.Model):
    """A few words somebody wrote for themselves after a case, or for those who lead. One a case and member."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    feeling = models.CharField(max_length=8, choices=Feeling)
    words = EncryptedTextField(blank=True, default="")
    shared_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()

    privacy = Privacy(
        what=_("What you noted for yourself after something hard at the safety desk; sealed"),
        why=_(
            "so that you do not carry it alone; others read it only if you share it with who runs this place"
        ),
        group=Group.CARE,
        of="member__account",
        kept=for_period("debriefs"),
        fields={"member": OWNER, "case": PLACE, "feeling words shared_at written_at": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "case"], name="one_debrief_a_case")]
        indexes = [
            models.Index(fields=["-written_at"], name="debrief_newest"),
            models.Index(
                fields=["-shared_at"], condition=models.Q(shared_at__isnull=False), name="debrief_shared"
            ),
        ]

    def __str__(self) -> str:
        return f"debrief {self.pk}"
