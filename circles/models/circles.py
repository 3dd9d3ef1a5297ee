"""When a group meets, each of its circles, and who signed up for one."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circles.clock import FORTNIGHTLY, MONTHLY, ONCE, WEEKLY
from circles.models.groups import MOST_IN_A_CIRCLE, Group
from core.privacy import (
    OWN,
    OWNER,
    PLACE,
    SECRET,
    UNTIL_TAKEN_BACK,
    UPKEEP,
    Privacy,
    for_period,
    of_the_community,
)
from core.privacy import Group as Heading
from people.models import Member

LENGTH = 60


class Rhythm(models.TextChoices):
    """How often circles of one schedule are."""

    WEEKLY = WEEKLY, _("Every week")
    FORTNIGHTLY = FORTNIGHTLY, _("Every second week")
    MONTHLY = MONTHLY, _("Once a month, on the same weekday")
    ONCE = ONCE, _("Once")


class Schedule(models.Model):
    """When a group meets: an hour in its own clock, once or again and again until it is ended."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="schedules")
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    rhythm = models.CharField(max_length=12, choices=Rhythm, default=Rhythm.WEEKLY)
    first_date = models.DateField()
    at = models.TimeField()
    time_zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField(default=LENGTH)
    seats = models.PositiveSmallIntegerField(default=MOST_IN_A_CIRCLE)
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy = of_the_community("group uid rhythm first_date at time_zone minutes seats planned_at ended_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=2, seats__lte=MOST_IN_A_CIRCLE), name="circle_seats"
            ),
        ]

    def __str__(self) -> str:
        return f"schedule {self.pk}"

    def uid_on(self, day: date) -> uuid.UUID:
        """Return what calendar programs know the circle of this day by, planned already or not."""
        return uuid.uuid5(self.uid, day.isoformat())


class Circle(models.Model):
    """One meeting of a group. `day` is its day in the group's own clock, `starts_at` the moment for everybody."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="circles")
    uid = models.UUIDField(unique=True)
    day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats_there = models.PositiveSmallIntegerField()
    cancelled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)

    privacy = of_the_community(
        "schedule uid day starts_at ends_at seats_there cancelled_at reminded_at called_at",
        kept=for_period("circles"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "day"], name="one_circle_a_day")]
        indexes = [models.Index(fields=["starts_at"], name="circle_by_start")]

    def __str__(self) -> str:
        return f"circle {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("circle_detail", args=[self.pk])


class Seat(models.Model):
    """Somebody signed up for one circle; without `confirmed_at` they wait until somebody else cannot come."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    signed_up_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("Which circles of your groups you signed up for"),
        why=_("so that there is room for you, and you are reminded"),
        group=Heading.PROFILE,
        of="member__account",
        kept=for_period("circle_seats"),
        fields={"circle": PLACE, "member": OWNER, "signed_up_at": OWN, "confirmed_at": UPKEEP},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "member"], name="one_seat_a_circle")]

    def __str__(self) -> str:
        return f"seat {self.pk}"


class CalendarFeed(models.Model):
    """The address at which one member's own calendar program finds their circles. It is shown once; a mark is kept."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    privacy = Privacy(
        what=_("That your own calendar may ask here when your circles are"),
        why=_("so that they stand in your calendar, without a word of what they are for"),
        group=Heading.SIGN_IN,
        of="member__account",
        kept=UNTIL_TAKEN_BACK,
        fields={"member": OWNER, "secret_hash": SECRET, "made_at": OWN},
    )

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"
