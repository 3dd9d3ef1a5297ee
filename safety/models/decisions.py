"""Decisions a person took, the reasons they gave, and what was asked to be looked at again."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, UPKEEP, WITH_ACCOUNT, Group, Privacy, belonging_to
from core.sealing import EncryptedTextField
from people.models import Member
from safety.models.cases import Case


class Outcome(models.TextChoices):
    """What a decision does."""

    SUPPORTED = "supported", _("Somebody gave support")
    RESOURCES = "resources", _("Lines or other help were sent")
    TALKED = "talked", _("Somebody talked with them")
    COVER = "cover", _("Asked to add a content note")
    ASKED_TO_EDIT = "edit", _("Asked to change the words")
    HIDE = "hide", _("Taken down")
    RESTORE = "restore", _("Put back")
    LOCK = "lock", _("Closed to new replies")
    UNLOCK = "unlock", _("Opened to replies again")
    SLOW = "slow", _("Slower posting")
    PAUSE = "pause", _("A pause from posting")
    CLOSE = "close", _("The account is closed")
    EXTERNAL = "external", _("Passed on to a service outside")
    NOTHING = "nothing", _("Nothing was needed")
    ANSWERED = "answered", _("Answered")
    UPHELD = "upheld", _("The decision stays")
    REVERSED = "reversed", _("The decision was taken back")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def pausing(self, now: datetime) -> "DecisionQuerySet":
        """Decisions by which somebody may not post now."""
        return self.filter(outcome=Outcome.PAUSE, reversed_at__isnull=True, until__gt=now)

    def slowing(self, now: datetime) -> "DecisionQuerySet":
        """Decisions by which somebody may post only so often now."""
        return self.filter(outcome=Outcome.SLOW, reversed_at__isnull=True, until__gt=now)


class Decision(models.Model):
    """What a person decided on a case. `member` is whom it touches, None where it touches nobody.

    `statement` is what the member reads; `per_hour` is how often they may post until `until`. A decision taken back
    stays, with when and by whom.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    statement = EncryptedTextField(blank=True, default="")
    until = models.DateTimeField(null=True)
    per_hour = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)
    reversed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    privacy = Privacy(
        what=_("What was decided about something of yours, and the reasons you were given"),
        why=_("so that you know why, and can ask for another look"),
        group=Group.CARE,
        of="member__account",
        kept=WITH_ACCOUNT,
        fields={
            "case": UPKEEP,
            "member": OWNER,
            "outcome statement until per_hour at reversed_at": OWN,
            "by": belonging_to("by__account"),
            "reversed_by": belonging_to("reversed_by__account"),
        },
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["member", "until"],
                condition=Q(outcome="pause", reversed_at__isnull=True),
                name="decision_pausing",
            )
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/account/decisions/{self.pk}/"


class Appeal(models.Model):
    """Somebody asks for another look at a decision, once. Whoever decided answers it only where nobody else could."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    case = models.OneToOneField(Case, on_delete=models.SET_NULL, null=True, related_name="appeal")
    words = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = EncryptedTextField(blank=True, default="")
    by_same_person = models.BooleanField(default=False)

    privacy = Privacy(
        what=_("That you asked for another look at a decision, your words, and the answer"),
        why=_("so that somebody else looks at it and tells you"),
        group=Group.CARE,
        of="decision__member__account",
        kept=WITH_ACCOUNT,
        fields={"decision case": UPKEEP, "words at answered_at outcome answer by_same_person": OWN},
    )

    def __str__(self) -> str:
        return f"appeal {self.pk}"
