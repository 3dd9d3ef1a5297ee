"""Where calls take place. Features above register their own: a conversation, a circle.

    register("conversation", find=..., began=..., changed=...)

`find(id, member)` returns the Venue as this member has it and raises Http404 where there is none for them.
`began(id, member)` is called when somebody begins a call there, for telling those who are not looking, and
`changed(id, member_id)` when somebody came or went, so that open pages outside can show it to those who may see them.
"""

from collections.abc import Callable
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
Began = Callable[[int, Member], None]
Changed = Callable[[int, int], None]

_kinds: dict[str, tuple[Find, Began, Changed]] = {}


def register(
    kind: str,
    *,
    find: Find,
    began: Began = lambda venue_id, member: None,
    changed: Changed = lambda venue_id, member_id: None,
) -> None:
    """Let calls take place in venues of this kind."""
    _kinds[kind] = (find, began, changed)


def find_venue(kind: str, venue_id: int, *, viewer: Member) -> Venue:
    """Return one venue as this member has it; Http404 alike for what is not there and what is not for them."""
    if kind not in _kinds:
        raise Http404
    return _kinds[kind][0](venue_id, viewer)


def tell_begun(venue: Venue, *, by: Member) -> None:
    """Say that somebody begins a call."""
    _kinds[venue.kind][1](venue.id, by)


def tell_outside(kind: str, venue_id: int, *, member_id: int) -> None:
    """Say that somebody came or went."""
    if kind in _kinds:
        _kinds[kind][2](venue_id, member_id)
