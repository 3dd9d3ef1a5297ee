"""Who may do what in groups: yes or no."""

from django.db.models import QuerySet

from circles.models import Group, Membership
from people.models import Member
from people.permissions import PERMISSIONS, allows


def can_open_groups(viewer: Member | None) -> bool:
    """Moderators and operators open groups; who opens one holds it at first."""
    return viewer is not None and allows(viewer, "open_groups")


def who_opens_groups() -> QuerySet[Member]:
    """Return those who may open groups, and take on one that nobody holds."""
    roles = [role for role, may in PERMISSIONS.items() if "open_groups" in may]
    return Member.objects.present().filter(role__in=roles)


def membership_in(group: Group, viewer: Member) -> Membership | None:
    """Return the viewer's place in the group, None outside it."""
    found = Membership.objects.filter(group=group, member=viewer).select_related("group", "member")
    return found.first()


def can_facilitate(mine: Membership | None) -> bool:
    """Whether this is somebody who holds the group."""
    return mine is not None and mine.facilitates_since is not None
