"""Groups as one member may know them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from chat.models import Room
from circles import permissions
from circles.models import Group, Membership, Waiting
from circles.models.groups import GroupQuerySet
from circles.rooms import GROUP
from circles.voices import Voice, drawn_for, voice_of
from forum.models import Alias
from people.models import Block, Member


@dataclass(frozen=True, slots=True)
class Standing:
    """A group as one member has it: their place in it, or how they wait for one."""

    group: Group
    mine: Membership | None
    waiting: Waiting | None

    @property
    def holds(self) -> bool:
        return permissions.can_facilitate(self.mine)

    @property
    def place(self) -> Membership:
        """Return their place in it; Http404 for whoever is outside."""
        if self.mine is None:
            raise Http404
        return self.mine

    def offer_stands(self, now: datetime) -> bool:
        """Whether a place is kept for them right now."""
        until = self.waiting.offered_until if self.waiting else None
        return until is not None and until > now

    def state(self, now: datetime) -> str:
        """Return "inside", "offered", "run_out", "waiting", "asked" or "outside"."""
        if self.mine:
            return "inside"
        if self.waiting is None:
            return "outside"
        if self.waiting.offered_until:
            return "offered" if self.offer_stands(now) else "run_out"
        return "waiting" if self.waiting.admitted_at else "asked"


def groups_known_to(viewer: Member) -> GroupQuerySet:
    """Return the groups this member may know of; for whoever can take one on, those too that nobody holds."""
    known = Group.objects.known_to(viewer)
    return known | Group.objects.in_need() if permissions.can_open_groups(viewer) else known


def list_groups(viewer: Member) -> list[Standing]:
    """Return the groups this member may know of, their own first, then by name."""
    standings = standings_of(groups_known_to(viewer).select_related("space"), viewer)
    return sorted(standings, key=lambda one: (one.mine is None, one.group.name.casefold(), one.group.pk))


def get_standing(group_id: int, *, viewer: Member) -> Standing:
    """Return one group as this member has it; Http404 for what they may not know of."""
    found = groups_known_to(viewer).filter(pk=group_id).select_related("space").first()
    if found is None:
        raise Http404
    return standings_of([found], viewer)[0]


def get_inside(group_id: int, *, viewer: Member) -> Standing:
    """Return a group the member is in; Http404 for every other."""
    standing = get_standing(group_id, viewer=viewer)
    if standing.mine is None:
        raise Http404
    return standing


def get_held(group_id: int, *, viewer: Member) -> Standing:
    """Return a group the member holds; Http404 for every other."""
    standing = get_standing(group_id, viewer=viewer)
    if not standing.holds:
        raise Http404
    return standing


def get_unheld(group_id: int, *, viewer: Member) -> Standing:
    """Return a group that nobody holds, for whoever may take it on; Http404 for every other."""
    standing = get_standing(group_id, viewer=viewer)
    if standing.group.unheld_since is None or not permissions.can_open_groups(viewer):
        raise Http404
    return standing


def groups_held_alone(member: Member) -> QuerySet[Group]:
    """Return the groups that nobody would hold were this member to go."""
    here = Member.objects.present().exclude(pk=member.pk)
    held = Membership.objects.filter(facilitates_since__isnull=False)
    alone = held.filter(member=member).exclude(group__in=held.filter(member__in=here).values("group"))
    return Group.objects.standing().filter(pk__in=alone.values("group")).order_by("name", "pk")


def groups_under_other_name(member: Member) -> QuerySet[Group]:
    """Return the groups in which this member has another name than their own."""
    hidden = Membership.objects.filter(member=member).exclude(name="")
    return Group.objects.standing().filter(pk__in=hidden.values("group")).order_by("name", "pk")


def standings_of(groups: Iterable[Group], viewer: Member) -> list[Standing]:
    """Return each group with this member's place in it."""
    found = list(groups)
    mine = {each.group_id: each for each in Membership.objects.filter(group__in=found, member=viewer)}
    waits = {each.group_id: each for each in Waiting.objects.filter(group__in=found, member=viewer)}
    for group in found:
        if group.pk in mine:
            mine[group.pk].group, mine[group.pk].member = group, viewer
    return [Standing(group, mine.get(group.pk), waits.get(group.pk)) for group in found]


def list_voices(group: Group, *, viewer: Member) -> list[Voice]:
    """Return who is in the group as this member meets them, facilitators first; nobody they are apart from."""
    members = Membership.objects.filter(group=group, member__in=Member.objects.present())
    voices = [voice_of(each, viewer) for each in members.select_related("member")]
    return sorted(
        (each for each in voices if each.name), key=lambda one: (not one.facilitates, one.name.casefold())
    )


def get_insider(group: Group, key: int, *, viewer: Member) -> Membership:
    """Return the place, named by its number, of somebody this member meets in the group; Http404 for every other."""
    if key not in {voice.key for voice in list_voices(group, viewer=viewer)}:
        raise Http404
    return Membership.objects.select_related("group", "member").get(pk=key)


def other_name_for(group: Group, member: Member) -> tuple[str, int]:
    """Return the name, and avatar seed, this member would have in the group if they did not use their own."""
    kept = Waiting.objects.filter(group=group, member=member).exclude(name="").first()
    return (kept.name, kept.avatar_seed) if kept else drawn_for(group, member, taken=names_taken(group))


def names_taken(group: Group) -> set[str]:
    """Return the names nobody else can have in this group: somebody's now, or read in its space before."""
    inside = Membership.objects.filter(group=group).exclude(name="").values_list("name", flat=True)
    waiting = Waiting.objects.filter(group=group).exclude(name="").values_list("name", flat=True)
    spoken = Alias.objects.filter(thread__space=group.space_id).values_list("name", flat=True)
    return {*inside, *waiting, *spoken}


def room_of(standing: Standing) -> Room:
    """Return the group's own room for somebody inside; one that was closed is read and opened again there."""
    rooms = Room.objects.filter(place=f"{GROUP}:{standing.place.group_id}").select_related("conversation")
    found = sorted(rooms, key=lambda room: (room.conversation.ended_at is not None, room.pk))
    if not found:
        raise Http404
    return found[0]


def list_askers(standing: Standing, *, viewer: Member) -> QuerySet[Waiting]:
    """Return who waits for an answer, longest first; for whoever holds the group, nobody otherwise."""
    asked = Waiting.objects.filter(group=standing.group).asked().select_related("member")
    if not standing.holds:
        return asked.none()
    return asked.exclude(name="", member__in=viewer.hidden_ids)


def places_taken(group: Group, *, now: datetime) -> int:
    """Return how many places are somebody's: of those inside, and kept for those who were offered one."""
    offered = Waiting.objects.filter(group=group, offered_until__gt=now).count()
    return Membership.objects.filter(group=group).count() + offered


def is_apart_from_group(member: Member, group: Group) -> bool:
    """Whether somebody inside blocked this member, or this member somebody who is there under their own name.

    Whom the member blocked does not count under another name: else blocking people would tell that they are there.
    """
    inside = Membership.objects.filter(group=group)
    blocked = Block.objects.filter(blocker=member, blocked__in=inside.filter(name="").values("member"))
    return (
        blocked.exists() or Block.objects.filter(blocked=member, blocker__in=inside.values("member")).exists()
    )
