"""The places rooms belong to. Features that have places register them here; chat knows none of them.

Who may enter a place may enter its rooms, and hears, reads and writes in them; nobody else knows of them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from core.text import number_in
from people.models import Member


@dataclass(frozen=True, slots=True)
class RoomPlace:
    """A place as whoever may enter it knows it. `ref` names it, as "space:3", for the safety desk too.

    `readers` and `how` say who can read its rooms, beside the button and at length; "" where all who read a space can.
    """

    ref: str
    name: str
    address: str
    readers: str = ""
    how: str = ""


Voices = Mapping[int, tuple[str, int]]


def _own_names(number: int, member_ids: Collection[int]) -> Voices:
    return {}


def _nothing_against(member: Member, number: int) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """One kind of place, such as "space".

    `find(viewer, number)`: the place, None where the viewer may not enter. `open_to(viewer)`: all that they may enter,
    by number. `looks_after(viewer, number)`: whether they run its rooms. `voices(number, member_ids)`: who of these
    speaks there under another name than their own, with its avatar seed. `why_not_now(member, number)`: why they cannot
    say anything right now, in a sentence; "" where they can.
    """

    name: str
    find: Callable[[Member, int], RoomPlace | None]
    open_to: Callable[[Member], Mapping[int, RoomPlace]]
    looks_after: Callable[[Member, int], bool]
    voices: Callable[[int, Collection[int]], Voices] = _own_names
    why_not_now: Callable[[Member, int], str] = _nothing_against


_kinds: dict[str, PlaceKind] = {}


def register(kind: PlaceKind) -> None:
    """Make a kind of place known; registering a name again replaces it."""
    _kinds[kind.name] = kind


def find_place(ref: str, *, viewer: Member) -> RoomPlace | None:
    """Return the place of this name, None where there is none or the viewer may not enter."""
    kind, number = _read(ref)
    return kind.find(viewer, number) if kind else None


def places_open_to(viewer: Member) -> dict[str, RoomPlace]:
    """Return every place the viewer may enter, by its name."""
    found = (place for kind in _kinds.values() for place in kind.open_to(viewer).values())
    return {place.ref: place for place in found}


def looks_after(member: Member, ref: str) -> bool:
    """Tell whether the member runs the rooms of this place; their powers must be awake."""
    kind, number = _read(ref)
    return kind is not None and not member.powers_rest and kind.looks_after(member, number)


def voice_in(ref: str, member: Member) -> tuple[str, int]:
    """Return the other name, and avatar seed, a member speaks under in this place; ("", 0) where it is their own."""
    kind, number = _read(ref)
    return kind.voices(number, [member.pk]).get(member.pk, ("", 0)) if kind else ("", 0)


def unseen_in(ref: str, viewer: Member) -> frozenset[int]:
    """Return whom this viewer sees no trace of in this place.

    Whoever speaks there under another name is not among them: who goes missing would tell whose it is.
    """
    kind, number = _read(ref)
    apart = frozenset(viewer.hidden_ids)
    return apart - kind.voices(number, apart).keys() if kind and apart else apart


def why_not_now(ref: str, member: Member) -> str:
    """Return why a member cannot say anything in this place right now, "" where they can."""
    kind, number = _read(ref)
    return kind.why_not_now(member, number) if kind else ""


def _read(ref: str) -> tuple[PlaceKind | None, int]:
    name, _, number = ref.partition(":")
    found = number_in(number)
    return (_kinds.get(name), found) if found else (None, 0)
