"""Where calls take place. Features above register their own: a conversation, a circle.

    register("conversation", find=..., began=..., changed=..., faces=...)

`find(id, member)` returns the Venue as this member has it and raises Http404 where there is none for them.
`began(id, member)` is called when somebody begins a call there, for telling those who are not looking, and
`changed(id, member_id)` when somebody came or went, so that open pages outside can show it to those who may see them.
`faces(id, members, viewer)` says under which name each is there; whom it leaves out, the viewer does not meet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404

from people.models import Member


@dataclass(frozen=True, slots=True)
class Venue:
    """A place for a call, as one member has it. `report` is where they say that something is wrong here."""

    kind: str
    id: int
    title: str
    back: str
    report: str = ""
    may_join: bool = True
    is_host: bool = False
    has_waiting_room: bool = False
    most: int = 2


Find = Callable[[int, Member], Venue]


@dataclass(frozen=True, slots=True)
class Face:
    """Under which name somebody is in a call, and the shape beside it."""

    name: str
    avatar_seed: int


def own_faces(venue_id: int, members: Sequence[Member], viewer: Member) -> dict[int, Face]:
    """Show everybody as the member they are, and nobody to whoever sees no trace of them."""
    met = [member for member in members if member.pk not in viewer.hidden_ids]
    return {member.pk: Face(member.name, member.avatar_seed) for member in met}


Faces = Callable[[int, Sequence[Member], Member], Mapping[int, Face]]
Began = Callable[[int, Member], None]
Changed = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Kind:
    find: Find
    began: Began
    changed: Changed
    faces: Faces


_kinds: dict[str, _Kind] = {}


def register(
    kind: str,
    *,
    find: Find,
    began: Began = lambda venue_id, member: None,
    changed: Changed = lambda venue_id, member_id: None,
    faces: Faces = own_faces,
) -> None:
    """Let calls take place in venues of this kind."""
    _kinds[kind] = _Kind(find, began, changed, faces)


def find_venue(kind: str, venue_id: int, *, viewer: Member) -> Venue:
    """Return one venue as this member has it; Http404 alike for what is not there and what is not for them."""
    if kind not in _kinds:
        raise Http404
    return _kinds[kind].find(venue_id, viewer)


def tell_begun(venue: Venue, *, by: Member) -> None:
    """Say that somebody begins a call."""
    _kinds[venue.kind].began(venue.id, by)


def tell_outside(kind: str, venue_id: int, *, member_id: int) -> None:
    """Say that somebody came or went."""
    if kind in _kinds:
        _kinds[kind].changed(venue_id, member_id)


def faces_in(kind: str, venue_id: int, members: Sequence[Member], *, viewer: Member) -> Mapping[int, Face]:
    """Return how the viewer sees each of these in the call of a venue, by the member's number."""
    return _kinds[kind].faces(venue_id, members, viewer)
