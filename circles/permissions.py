"""Who may do what in groups: yes or no."""

from django.db.models import QuerySet

from circles.models import Group, Membership, Presence, Seat
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


def can_come_to(mine: Membership, seat: Seat | None) -> bool:
    """Whether a circle is theirs to come to: they have a seat in it, or hold the group."""
    return can_facilitate(mine) or (seat is not None and seat.confirmed_at is not None)


def holds_circle(mine: Membership | None, presence: Presence | None) -> bool:
    """Whether somebody who is in a circle holds it: they hold the group, or were asked to help with this one."""
    if mine is None or presence is None or not presence.is_there:
        return False
    return can_facilitate(mine) or presence.helps_since is not None
