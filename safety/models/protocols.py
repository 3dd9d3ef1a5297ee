"""Protocols: what to do, step by step, for each concern. A version is added and never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import SHARED, UPKEEP, WITH_COMMUNITY, Group, Privacy, belonging_to, for_period
from people.models import Member
from safety.models.cases import Case, Concern


class Protocol(models.Model):
    """One version of the steps for one concern, and of the answers to begin with. Cases keep the one they began with.

    `by` is None for the first version, which is ours.
    """

    concern = models.CharField(max_length=16, choices=Concern)
    version = models.PositiveIntegerField(default=1)
    steps = models.JSONField(default=list)
    replies = models.JSONField(default=list)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("What staff here do step by step when something needs a person, and who wrote it"),
        why=_("so that nobody has to make it up at a hard moment"),
        group=Group.CARE,
        of=None,
        kept=WITH_COMMUNITY,
        fields={"concern version steps replies at": SHARED, "by": belonging_to("by__account")},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concern", "version"], name="one_protocol_a_version")]

    def __str__(self) -> str:
        return f"{self.concern} {self.version}"


class StepDone(models.Model):
    """Somebody ticked off a step of a case's protocol. `number` is its place in the list, from 1."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps_done")
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    privacy = Privacy(
        what=_("Which steps staff took when something needed a person, who took them and when"),
        why=_("so that whoever takes over knows what was done"),
        group=Group.CARE,
        of=None,
        kept=for_period("closed_cases"),
        fields={"case protocol number at": UPKEEP, "by": belonging_to("by__account")},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "protocol", "number"], name="a_step_is_done_once")
        ]
        ordering = ["number"]
