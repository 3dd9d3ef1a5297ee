"""Groups as places for a call: whoever is inside may come, under the name they have there. Facilitators are hosts."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from calls import queries as calls
from calls import venues
from calls.permissions import is_possible
from calls.queries import Going
from circles import events, queries
from circles.models import Group, Membership
from circles.voices import voice_of
from core.languages import isolated
from people.models import Member

KIND = "group"
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


def changed(group_id: int, member_id: int) -> None:
    """Have the open pages of the group look again. It says not who moved: some are there under another name."""
    if group := Group.objects.filter(pk=group_id).first():
        events.announce_group(group)


def install() -> None:
    """Let calls take place in groups."""
    venues.register(KIND, find=find, changed=changed, faces=faces)
