"""What can happen in groups and circles, as pointers. None has an actor: some are there under another name."""

from circles.models import Group, Membership
from live.actions import publish
from people.models import Member

GROUP_CHANGED = "circles.group_changed"


def announce_group(group: Group) -> None:
    """Tell those inside that the group changed: who is there, what it says, when it meets."""
    publish([f"support_group:{group.pk}"], GROUP_CHANGED, {"group": group.pk})


def may_listen_to_group(member: Member, group_id: int) -> bool:
    """Whoever is in the group may hear of it."""
    return Membership.objects.filter(group=group_id, group__closed_at__isnull=True, member=member).exists()
