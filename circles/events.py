"""What can happen in groups and circles, as pointers. None has an actor: some are there under another name."""

from django.db.models import Q

from circles.models import Circle, Group, Meeting, Membership
from live.actions import publish
from people.models import Member

GROUP_CHANGED = "circles.group_changed"
MEETING_CHANGED = "circles.meeting_changed"


def announce_group(group: Group) -> None:
    """Tell those inside that the group changed: who is there, what it says, when it meets."""
    publish([f"support_group:{group.pk}"], GROUP_CHANGED, {"group": group.pk})


def may_listen_to_group(member: Member, group_id: int) -> bool:
    """Whoever is in the group may hear of it."""
    return Membership.objects.filter(group=group_id, group__closed_at__isnull=True, member=member).exists()


def announce_meeting(meeting: Meeting) -> None:
    """Have the open pages of a circle look again: somebody came, the word went on, a hand is up."""
    publish([f"circle:{meeting.pk}"], MEETING_CHANGED, {"circle": meeting.pk})


def may_listen_to_circle(member: Member, circle_id: int) -> bool:
    """Whoever may come to the circle may hear of it: those with a seat, and those who hold the group."""
    groups = Membership.objects.filter(member=member, group__closed_at__isnull=True)
    holding = groups.filter(facilitates_since__isnull=False).values("group")
    inside = Circle.objects.filter(pk=circle_id, schedule__group__in=groups.values("group"))
    seated = Q(seats__member=member, seats__confirmed_at__isnull=False)
    return inside.filter(seated | Q(schedule__group__in=holding)).exists()
