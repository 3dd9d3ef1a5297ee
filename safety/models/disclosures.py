"""Seeing who somebody is: asked with a reason, allowed by a second person, over after an hour."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy import UPKEEP, Group, Privacy, belonging_to, for_period
from core.sealing import EncryptedTextField
from people.models import Member
from safety.models.cases import Case

LASTS = timedelta(hours=1)


class Sought(models.TextChoices):
    """What is to be seen."""

    ACCOUNT = "account", _("Whose account the post without a name is")
    ADDRESS = "address", _("The e-mail address they gave to come back in by")


class Ground(models.TextChoices):
    """Why; the member reads this."""

    DANGER = "danger", _("Somebody's life may be in danger")
    CHILD = "child", _("A child may be in danger")
    LAW = "law", _("The law obliges the people running this place")


class Disclosure(models.Model):
    """One request to see who is behind a case. Only whoever asked sees it, once allowed, for an hour.

    `words` tell the second person why; the member reads `ground` alone, since the words may speak of others.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="disclosures")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    sought = models.CharField(max_length=8, choices=Sought)
    ground = models.CharField(max_length=8, choices=Ground)
    words = EncryptedTextField(default="")
    asked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_allowed = models.BooleanField(default=False)

    privacy = Privacy(
        what=_("That somebody on the staff asked to see who somebody is, why, and who allowed it"),
        why=_("so that it happens only when it has to, and never unseen"),
        group=Group.CARE,
        of=None,
        kept=for_period("closed_cases"),
        fields={
            "case sought ground asked_at answered_at is_allowed": UPKEEP,
            "words": belonging_to("member__account"),  # before the member goes, by whom it is found
            "member": belonging_to("member__account"),
            "asked_by": belonging_to("asked_by__account"),
            "answered_by": belonging_to("answered_by__account"),
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sought"], condition=Q(answered_at__isnull=True), name="ask_once_at_a_time"
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"

    @property
    def ends_at(self) -> datetime | None:
        """Until when it can be seen, None where it was not allowed."""
        return self.answered_at + LASTS if self.is_allowed and self.answered_at else None
