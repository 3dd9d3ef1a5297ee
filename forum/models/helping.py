"""Who offered to answer threads that wait, on what terms, and what they were quietly asked."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, UNTIL_CHANGED, Group, Privacy, for_period, of_the_community
from forum.models.threads import Thread
from people.models import Member


class HelperSettings(models.Model):
    """One member's terms for being asked. `opted_in_at` is empty while they do not want to be.

    `known_topics` and `refused_topics` hold topic slugs. Quiet hours are in `time_zone` ("" is the installation's)
    and may run over midnight; the same time twice means none.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="helper_settings")
    opted_in_at = models.DateTimeField(null=True)
    weekly_cap = models.PositiveSmallIntegerField(default=5)
    quiet_from = models.TimeField(default=time(22))
    quiet_until = models.TimeField(default=time(8))
    time_zone = models.CharField(max_length=64, blank=True, default="")
    languages = models.JSONField(default=list, blank=True)
    known_topics = models.JSONField(default=list, blank=True)
    refused_topics = models.JSONField(default=list, blank=True)
    shares_lived_experience = models.BooleanField(default=False)

    privacy = Privacy(
        what=_("Whether you offered to answer threads that wait, how often, when, and about what"),
        why=_("so that you are asked only what you can carry; nobody else sees it"),
        group=Group.READING,
        of="member__account",
        kept=UNTIL_CHANGED,
        fields={
            "member": OWNER,
            "opted_in_at weekly_cap quiet_from quiet_until time_zone languages": OWN,
            "known_topics refused_topics shares_lived_experience": OWN,
        },
    )


class OfferSettings(models.Model):
    """After how many minutes helpers are asked about a thread; 0 asks nobody. One row, none until an operator says."""

    after_minutes = models.PositiveIntegerField()
    after_first_minutes = models.PositiveIntegerField()

    privacy = of_the_community("after_minutes after_first_minutes")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_offer_settings")]


class OfferEnd(models.TextChoices):
    """How an offer ended. Nobody but its member is ever told."""

    ANSWERED = "answered", _("You answered")
    DECLINED = "declined", _("Not this time")
    EXPIRED = "expired", _("Its time was over")
    WITHDRAWN = "withdrawn", _("It was not needed any more")


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> "OfferQuerySet":
        return self.filter(ended_at__isnull=True)


class Offer(models.Model):
    """One thread that waits, quietly shown to one member. Once for each thread and member."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="offers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=OfferEnd, blank=True, default="")

    privacy = Privacy(
        what=_("Which waiting threads you were quietly asked about, and whether you answered"),
        why=_("so that you are not asked twice or too often; nobody sees whom we asked or what they did"),
        group=Group.READING,
        of="member__account",
        kept=for_period("offers"),
        fields={"thread": PLACE, "member": OWNER, "offered_at expires_at ended_at end": OWN},
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="offer_a_thread_once")]
        indexes = [
            models.Index(fields=["member", "-offered_at"], name="offer_of_member"),
            models.Index(fields=["offered_at"], name="offer_by_age"),
            models.Index(
                fields=["thread"], condition=models.Q(ended_at__isnull=True), name="offer_open_in_thread"
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"
