"""Who means to be here when, and who is on duty. Nothing here counts or compares what people did."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, UPKEEP, Group, Privacy, for_period, of_the_community
from people.models import Member

A_MINUTE = timedelta(minutes=1)  # to say whether one stays on, when the time is over


class Work(models.TextChoices):
    """What a shift is for."""

    LISTEN = "listen", _("Listening")
    DESK = "desk", _("Safety desk")


class RotaSettings(models.Model):
    """When somebody on duty is reminded of a break, and how many heavy cases a shift should hold. One row."""

    break_minutes = models.PositiveSmallIntegerField(default=90)
    heavy_cases = models.PositiveSmallIntegerField(default=3)

    privacy = of_the_community("break_minutes heavy_cases")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_rota")]


class Shift(models.Model):
    """A time in which so many people are needed. Those of one `series` were made to come every week."""

    work = models.CharField(max_length=8, choices=Work, default=Work.LISTEN)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    needed = models.PositiveSmallIntegerField(default=1)
    series = models.UUIDField(null=True)

    privacy = Privacy(
        what=_("When somebody is needed here: a beginning, an end, and for what"),
        why=_("so that somebody is here when people write"),
        group=Group.UPKEEP,
        of=None,
        kept=for_period("rota"),
        fields={"work starts_at ends_at needed series": UPKEEP},
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_begins")
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="shift_by_time"),
            models.Index(fields=["series"], name="shift_series"),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"


class ShiftPlace(models.Model):
    """Somebody means to be there. `offered_at` is set while they would rather have a colleague take it over."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="taken")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    offered_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("The shifts you signed up for"),
        why=_("so that somebody is here when people write; colleagues at the safety desk see it"),
        group=Group.CARE,
        of="member__account",
        kept=for_period("rota"),
        fields={"shift": PLACE, "member": OWNER, "offered_at": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shift", "member"], name="one_place_a_shift")]

    def __str__(self) -> str:
        return f"place {self.pk}"


class DutyQuerySet(models.QuerySet["Duty"]):
    def open(self) -> "DutyQuerySet":
        return self.filter(ended_at__isnull=True)

    def running(self, now: datetime) -> "DutyQuerySet":
        """Leave out those that are over, and whoever is away for a break."""
        away = Q(away_until__isnull=False) & Q(away_until__gt=now)
        return self.open().filter(until__gt=now - A_MINUTE).exclude(away)


class Duty(models.Model):
    """Somebody is on duty, switched on by themselves, until `until` at most. One at a time."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    shift = models.ForeignKey(Shift, on_delete=models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    break_due_at = models.DateTimeField()
    away_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("When you were on duty, and when you had a break"),
        why=_("so that people are told truly whether somebody is here, and you are reminded to rest"),
        group=Group.CARE,
        of="member__account",
        kept=for_period("rota"),
        fields={
            "member": OWNER,
            "shift": PLACE,
            "since until break_due_at away_until ended_at": OWN,
        },
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at__isnull=True), name="on_duty_once"
            )
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(ended_at__isnull=True), name="duty_open"),
            models.Index(fields=["since"], name="duty_by_age"),
        ]

    def __str__(self) -> str:
        return f"duty {self.pk}"
