"""Spaces: places with a purpose, an agreement and a door."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, WITH_ACCOUNT, Group, Privacy, of_the_community
from people.models import Member


class Access(models.TextChoices):
    """Who can read and write in a space."""

    OPEN = "open", _("Anyone can read, members can write")
    MEMBERS = "members", _("Members only")
    REQUEST = "request", _("By request")
    GROUP = "group", _("Only the members of a support group")


ARRANGED = [each for each in Access if each != Access.GROUP]  # what an operator chooses between


class SpaceQuerySet(models.QuerySet["Space"]):
    def standing(self) -> "SpaceQuerySet":
        return self.filter(archived_at__isnull=True)

    def listed_for(self, viewer: Member | None) -> "SpaceQuerySet":
        """Spaces the viewer may know of: strangers see the open ones, members every door but those of groups."""
        if viewer is None:
            return self.filter(access=Access.OPEN)
        return self.filter(~Q(access=Access.GROUP) | Exists(_admitted(viewer)))

    def readable_by(self, viewer: Member | None) -> "SpaceQuerySet":
        """Spaces whose threads the viewer may read."""
        if viewer is None:
            return self.filter(access=Access.OPEN)
        return self.filter(Q(access__in=[Access.OPEN, Access.MEMBERS]) | Exists(_admitted(viewer)))


def _admitted(viewer: Member) -> "models.QuerySet[SpaceMembership]":
    return SpaceMembership.objects.filter(space=OuterRef("pk"), member=viewer, admitted_at__isnull=False)


class Space(models.Model):
    slug = models.SlugField(max_length=48, unique=True)
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300)
    agreement = models.TextField(max_length=4_000, blank=True)
    access = models.CharField(max_length=8, choices=Access, default=Access.MEMBERS)
    position = models.PositiveIntegerField(default=100)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    members = models.ManyToManyField(Member, through="SpaceMembership", related_name="spaces")

    privacy = of_the_community("slug name purpose agreement access position created_at archived_at")

    objects = SpaceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("space_detail", args=[self.slug])


class SpaceMembership(models.Model):
    """Somebody asked to enter a by-request space, was let in, or moderates it."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="space_memberships")
    asked_at = models.DateTimeField(auto_now_add=True)
    admitted_at = models.DateTimeField(null=True)
    moderates_since = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("Which closed spaces you asked to enter, were let into, or look after"),
        why=_("so that only those who were let in can read there"),
        group=Group.PROFILE,
        of="member__account",
        kept=WITH_ACCOUNT,
        fields={"space": PLACE, "member": OWNER, "asked_at admitted_at moderates_since": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "member"], name="one_membership_a_space")]
