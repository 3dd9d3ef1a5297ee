"""Groups: a few people who come back, what they are for, and who waits for a place."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, UPKEEP, Kept, Privacy, of_the_community
from core.privacy import Group as Heading
from forum.models import Space
from people.models import Member

SIZE = 8
MOST_IN_A_CIRCLE = 12
MOST_MEMBERS = 40


class Door(models.TextChoices):
    """How somebody comes into a group."""

    OPEN = "open", _("Anyone here can come, while there is a place")
    REQUEST = "request", _("By request: somebody who holds the group answers")
    INVITATION = "invitation", _("By invitation: nobody else knows that it exists")


class GroupQuerySet(models.QuerySet["Group"]):
    def standing(self) -> "GroupQuerySet":
        return self.filter(closed_at__isnull=True)

    def unheld(self) -> "GroupQuerySet":
        """Groups that nobody holds who is still here."""
        holding = Membership.objects.filter(
            group=OuterRef("pk"), facilitates_since__isnull=False, member__in=Member.objects.present()
        )
        return self.standing().filter(~Exists(holding))

    def in_need(self) -> "GroupQuerySet":
        """Groups of which it was seen that nobody holds them."""
        return self.standing().filter(unheld_since__isnull=False)

    def known_to(self, viewer: Member) -> "GroupQuerySet":
        """Groups this member may know of: those with a door, those they were invited to, and their own."""
        mine = Membership.objects.filter(member=viewer).values("group")
        offered = Waiting.objects.filter(member=viewer).values("group")
        return self.standing().filter(~Q(door=Door.INVITATION) | Q(pk__in=mine) | Q(pk__in=offered))


class Group(models.Model):
    """What a group says of itself. `agreement_edition` counts up when the agreement changes, so that it is asked again.

    Its clock is `time_zone`: circles keep to it through changes of the hour. `unheld_since`: nobody holds it.
    """

    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300)
    for_whom = models.CharField(max_length=300, blank=True)
    agreement = models.TextField(max_length=4_000)
    agreement_edition = models.PositiveIntegerField(default=1)
    door = models.CharField(max_length=10, choices=Door, default=Door.REQUEST)
    size = models.PositiveSmallIntegerField(default=SIZE)
    time_zone = models.CharField(max_length=64)
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    unheld_since = models.DateTimeField(null=True)

    privacy = of_the_community(
        "name purpose for_whom agreement agreement_edition door size time_zone space opened_at closed_at "
        "unheld_since"
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=2, size__lte=MOST_MEMBERS), name="group_size")
        ]

    def __str__(self) -> str:
        return f"group {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("support_group_detail", args=[self.pk])


class Membership(models.Model):
    """One member's place in a group. `name`, where it is not empty, is who they are there, and nobody else's business.

    It is chosen once, at the door: a change would let those inside join the two.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40, blank=True)
    avatar_seed = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField()
    facilitates_since = models.DateTimeField(null=True)
    agreed_edition = models.PositiveIntegerField()

    privacy = Privacy(
        what=_("Which support groups you are in, and under which name"),
        why=_("so that those in the group know who is there, and nobody outside does"),
        group=Heading.PROFILE,
        of="member__account",
        kept=Kept(_("until you leave, and for some time after a group has closed")),
        fields={
            "group": PLACE,
            "member": OWNER,
            "name avatar_seed joined_at facilitates_since agreed_edition": OWN,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], name="one_membership_a_group"),
            models.UniqueConstraint(
                fields=["group", "name"], condition=~Q(name=""), name="names_differ_in_a_group"
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    @property
    def owes_agreement(self) -> bool:
        return self.agreed_edition != self.group.agreement_edition


class WaitingQuerySet(models.QuerySet["Waiting"]):
    def in_line(self) -> "WaitingQuerySet":
        """Those who wait for a place, in the order in which they get one."""
        return self.filter(admitted_at__isnull=False, offered_until__isnull=True).order_by(
            "admitted_at", "pk"
        )

    def asked(self) -> "WaitingQuerySet":
        """Those whom nobody has answered yet, longest first."""
        return self.filter(admitted_at__isnull=True).order_by("asked_at", "pk")

    def run_out(self, now: datetime) -> "WaitingQuerySet":
        """Those who did not come while a place was kept for them; it went to the next in line."""
        return self.filter(offered_until__lte=now)


class Waiting(models.Model):
    """Somebody who would like to come, or was invited: asked, then in line, then offered a place until a moment.

    When that has passed the row stays for a while, so that they read what became of the place.
    `name` is the other name they would have inside, empty for their own: whoever answers them sees no more.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="waiting")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40, blank=True)
    avatar_seed = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True)
    offered_until = models.DateTimeField(null=True)
    is_invited = models.BooleanField(default=False)

    privacy = Privacy(
        what=_(
            "At which support groups you asked for a place, or were invited to, and until when one is kept for you"
        ),
        why=_("so that free places go round in a fair order"),
        group=Heading.PROFILE,
        of="member__account",
        kept=Kept(_("until you have a place, take it back, or nothing came of it for a long time")),
        fields={
            "group": PLACE,
            "member": OWNER,
            "name avatar_seed asked_at offered_until is_invited": OWN,
            "admitted_at": UPKEEP,
        },
    )

    objects = WaitingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="ask_a_group_once")]
        indexes = [
            models.Index(
                fields=["offered_until"], condition=Q(offered_until__isnull=False), name="place_offered"
            )
        ]

    def __str__(self) -> str:
        return f"waiting {self.pk}"
