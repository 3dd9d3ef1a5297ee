"""What the program that sorts texts made of each, and the operator's numbers for it. It keeps no words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy import OWNER, UPKEEP, Group, Privacy, for_period, of_the_community
from people.models import Member
from safety.models.cases import Band, Concern


class ScreenedText(models.Model):
    """How one text was sorted when it was last written or changed; for staff on its case alone.

    `concerns` are probabilities by concern. `reasons` say where in the text something counted, as places and codes,
    never as words: [{"concern", "kind", "start", "end", "in_title", "softened"}]. `account_days`: how old its author's
    account was. `shows_care`: its author was to be shown whom to talk to; for what they say about themselves
    until they put it away.
    """

    subject_kind = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()
    about = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    band = models.PositiveSmallIntegerField(choices=Band, null=True)
    concern = models.CharField(max_length=16, choices=Concern, blank=True)
    held_for = models.CharField(max_length=16, choices=Concern, blank=True)
    shows_care = models.BooleanField(default=False)
    account_days = models.PositiveIntegerField()
    concerns = models.JSONField()
    reasons = models.JSONField(default=list)
    model = models.CharField(max_length=60)
    screened_at = models.DateTimeField()

    privacy = Privacy(
        what=_("How a program sorted what was written, by how soon a person should look; never the words"),
        why=_("so that nobody in danger goes unseen, and staff can see why something is in front of them"),
        group=Group.CARE,
        of="about__account",
        kept=for_period("screenings"),
        fields={
            "about": OWNER,
            "subject_kind subject_id band concern held_for shows_care account_days": UPKEEP,
            "concerns reasons model screened_at": UPKEEP,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="screened_once_a_subject")
        ]
        indexes = [models.Index(fields=["screened_at"], name="screened_at")]

    def __str__(self) -> str:
        return f"screening of {self.subject_kind}:{self.subject_id}"


class ScreeningSettings(models.Model):
    """The operator's numbers: {"crisis": {"look": 0.4, "soon": 0.5, "now": 0.75, "hold": null}, …}. One row."""

    numbers = models.JSONField(default=dict)
    young_days = models.PositiveIntegerField(default=7)

    privacy = of_the_community("numbers young_days")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_screening")]
