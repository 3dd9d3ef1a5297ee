"""The rooms of a group, of a circle while it is held, and beside it. Rooms know nothing of groups; this tells them.

In all three people speak under the names they have in the group.
"""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chat.room_places import PlaceKind, RoomPlace, Voices, register
from circles import permissions
from circles.models import Group, Meeting, Membership, Presence, SideRoom
from people.models import Member

GROUP, CIRCLE, BESIDE = "group", "circle", "side_room"


def find_group(viewer: Member, group_id: int) -> RoomPlace | None:
    """Return a standing group the viewer is in."""
    return groups_open_to(viewer).get(group_id)


def groups_open_to(viewer: Member) -> Mapping[int, RoomPlace]:
    """Return the standing groups the viewer is in."""
    mine = Group.objects.standing().filter(memberships__member=viewer)
    return {group.pk: _place_of_group(group) for group in mine}


def _place_of_group(group: Group) -> RoomPlace:
    return RoomPlace(
        f"{GROUP}:{group.pk}", group.name, group.get_absolute_url(),
        readers=_("Those in this group can read this."),
        how=_("Those in this group, under the names people have in it. Nobody outside knows of this room."),
    )  # fmt: skip


def holds_group(member: Member, group_id: int) -> bool:
    """Whoever holds the group runs its room."""
    group = Group.objects.standing().filter(pk=group_id).first()
    return group is not None and permissions.can_facilitate(permissions.membership_in(group, member))


def voices_in_group(group_id: int, member_ids: Collection[int]) -> Voices:
    """Return who of these has another name in the group."""
    named = Membership.objects.filter(group=group_id, member__in=member_ids).exclude(name="")
    return {pk: (name, seed) for pk, name, seed in named.values_list("member_id", "name", "avatar_seed")}


# ---- A circle while it is held


def find_circle(viewer: Member, circle_id: int) -> RoomPlace | None:
    """Return a circle the viewer is in; for whoever left it, was removed from it or is not in the group it is none."""
    presence = presence_in(viewer, circle_id)
    if presence is None:
        return None
    return RoomPlace(
        f"{CIRCLE}:{circle_id}", _("A circle"), reverse("circle_room", args=[circle_id]),
        readers=_("Those in this circle can read this."),
        how=_("Those who came to this circle, under the names people have in the group. It goes after a day."),
    )  # fmt: skip


def presence_in(viewer: Member, circle_id: int) -> Presence | None:
    """Return the viewer's place in a circle, None for whoever is not in it."""
    mine = Presence.objects.filter(meeting=circle_id, member=viewer).there()
    groups = Membership.objects.filter(member=viewer, group__closed_at__isnull=True).values("group")
    inside = mine.filter(meeting__circle__schedule__group__in=groups)
    return inside.select_related("meeting__circle__schedule").first()


def voices_in_circle(circle_id: int, member_ids: Collection[int]) -> Voices:
    """Return who of these has another name in the group whose circle it is."""
    group = Meeting.objects.filter(pk=circle_id).values_list("circle__schedule__group_id", flat=True).first()
    return voices_in_group(group, member_ids) if group else {}


def why_not_in_circle(member: Member, circle_id: int) -> str:
    """Return why a member cannot say anything right now; whoever holds the circle always can."""
    presence, now = presence_in(member, circle_id), timezone.now()
    if presence is None:
        return ""
    meeting = presence.meeting
    if permissions.holds_circle(permissions.membership_in(_group_of(presence), member), presence):
        return ""
    if meeting.paused_at:
        return _("The circle is paused.")
    if meeting.is_silent(now):
        return _("We are holding a minute of silence.")
    if meeting.turn_id and meeting.turn_id != presence.pk:
        return _("Somebody else has the word just now.")
    return ""


def _group_of(presence: Presence) -> Group:
    return presence.meeting.circle.schedule.group


# ---- Beside a circle


def find_side_room(viewer: Member, side_room_id: int) -> RoomPlace | None:
    """Return the room beside a circle, for the two in it."""
    found = SideRoom.objects.filter(pk=side_room_id).select_related("guest", "helper").first()
    if found is None or viewer.pk not in (found.guest.member_id, found.helper.member_id):
        return None
    if presence_in(viewer, found.meeting_id) is None:
        return None
    return RoomPlace(
        f"{BESIDE}:{side_room_id}", _("A circle"), reverse("circle_room", args=[found.meeting_id]),
        readers=_("Only the two of you can read this."),
        how=_("Only the two of you, under the names you have in the group. It goes when the circle is over."),
    )  # fmt: skip


def voices_in_side_room(side_room_id: int, member_ids: Collection[int]) -> Voices:
    """Return who of these has another name in the group."""
    circle = SideRoom.objects.filter(pk=side_room_id).values_list("meeting_id", flat=True).first()
    return voices_in_circle(circle, member_ids) if circle else {}


def _listed_nowhere(viewer: Member) -> Mapping[int, RoomPlace]:
    return {}


def _run_by_nobody(member: Member, number: int) -> bool:
    return False


def install() -> None:
    """Make the three kinds of place known to rooms."""
    register(PlaceKind(GROUP, find_group, groups_open_to, holds_group, voices_in_group))
    register(
        PlaceKind(CIRCLE, find_circle, _listed_nowhere, _run_by_nobody, voices_in_circle, why_not_in_circle)
    )
    register(PlaceKind(BESIDE, find_side_room, _listed_nowhere, _run_by_nobody, voices_in_side_room))
