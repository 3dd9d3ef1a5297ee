"""Groups and circles as places for a call: whoever is in them may come, under the name they have there.

Facilitators are hosts. Beside a circle the two of a side room have a call of their own.
"""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import queries as calls
from calls import venues
from calls.permissions import is_possible
from calls.queries import Going
from circles import events, queries
from circles.models import Group, Meeting, Membership, SideRoom
from circles.voices import voice_of
from core.languages import isolated
from people.models import Member

KIND, CIRCLE_KIND, BESIDE_KIND = "group", "circle", "side_room"
MOST_IN_A_CALL = 12


def find(group_id: int, viewer: Member) -> venues.Venue:
    """Return a group the viewer is in as a place for a call."""
    standing = queries.get_inside(group_id, viewer=viewer)
    return venues.Venue(
        kind=KIND,
        id=group_id,
        title=_("A call in %(name)s") % {"name": isolated(standing.group.name)},
        back=standing.group.get_absolute_url(),
        report=reverse("report", args=["circles.group", group_id]),
        is_host=standing.holds,
        most=MOST_IN_A_CALL,
    )


def faces(group_id: int, members: Sequence[Member], viewer: Member) -> dict[int, venues.Face]:
    """Return whom the viewer meets, under the names they have inside."""
    there = Membership.objects.filter(group=group_id, member__in=members).select_related("member")
    voices = [voice_of(each, viewer) for each in there]
    return {each.member_id: venues.Face(each.name, each.seed) for each in voices if each.name}


def going_on(group: Group, *, viewer: Member, now: datetime) -> Going | None:
    """Return what goes on in the call of a group, None where there can be no calls."""
    return calls.going_on(KIND, group.pk, viewer=viewer, now=now) if is_possible() else None


def find_in_circle(circle_id: int, viewer: Member) -> venues.Venue:
    """Return a circle the viewer is in as a place for a call; whoever left it or was removed leaves the call too."""
    sitting = queries.get_sitting(circle_id, viewer=viewer)
    is_open = bool(sitting.place) and not sitting.is_over
    return venues.Venue(
        kind=CIRCLE_KIND,
        id=circle_id,
        title=_("The circle, with voice or picture"),
        back=reverse("circle_room", args=[circle_id]),
        report=reverse("report", args=["circles.group", sitting.standing.group.pk]),
        may_join=is_open,
        is_host=sitting.holds,
        most=MOST_IN_A_CALL,
    )


def faces_in_circle(circle_id: int, members: Sequence[Member], viewer: Member) -> dict[int, venues.Face]:
    """Return whom the viewer meets in the call of a circle, under the names they have in the group."""
    group = Group.objects.filter(schedules__circles=circle_id).first()
    return faces(group.pk, members, viewer) if group else {}


def going_on_in_circle(circle_id: int, *, viewer: Member, now: datetime) -> Going | None:
    """Return what goes on in the call of a circle, None where there can be no calls."""
    return calls.going_on(CIRCLE_KIND, circle_id, viewer=viewer, now=now) if is_possible() else None


def find_beside(side_room_id: int, viewer: Member) -> venues.Venue:
    """Return the room beside a circle as a place for a call of the two in it; Http404 once it is closed."""
    side_room = queries.find_side_room(side_room_id, viewer=viewer)
    if side_room is None:
        raise Http404
    group = side_room.meeting.circle.schedule.group
    return venues.Venue(
        kind=BESIDE_KIND,
        id=side_room_id,
        title=_("Beside the circle, with voice or picture"),
        back=reverse("circle_room", args=[side_room.meeting_id]),
        report=reverse("report", args=["circles.group", group.pk]),
    )


def faces_beside(side_room_id: int, members: Sequence[Member], viewer: Member) -> dict[int, venues.Face]:
    """Return whom the viewer meets in the call beside a circle, under the names they have in the group."""
    side_room = SideRoom.objects.filter(pk=side_room_id).first()
    return faces_in_circle(side_room.meeting_id, members, viewer) if side_room else {}


def going_on_beside(side_room: SideRoom, *, viewer: Member, now: datetime) -> Going | None:
    """Return what goes on in the call beside a circle, None where there can be no calls."""
    return calls.going_on(BESIDE_KIND, side_room.pk, viewer=viewer, now=now) if is_possible() else None


def changed_beside(side_room_id: int, member_id: int) -> None:
    """Have the pages of the two look again."""
    if side_room := SideRoom.objects.filter(pk=side_room_id, closed_at=None).first():
        changed_in_circle(side_room.meeting_id, member_id)


def changed_in_circle(circle_id: int, member_id: int) -> None:
    """Have the open pages of the circle look again."""
    if meeting := Meeting.objects.filter(pk=circle_id, closed_at=None).first():
        events.announce_meeting(meeting)


def changed(group_id: int, member_id: int) -> None:
    """Have the open pages of the group look again. It says not who moved: some are there under another name."""
    if group := Group.objects.filter(pk=group_id).first():
        events.announce_group(group)


def install() -> None:
    """Let calls take place in groups, in circles, and beside them."""
    venues.register(KIND, find=find, changed=changed, faces=faces)
    venues.register(CIRCLE_KIND, find=find_in_circle, changed=changed_in_circle, faces=faces_in_circle)
    venues.register(BESIDE_KIND, find=find_beside, changed=changed_beside, faces=faces_beside)
