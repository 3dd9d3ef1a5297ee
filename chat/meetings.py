"""How two members know each other here. Features in which people meet register what they know; chat knows none of them.

Only what both did under their own names may count: an anonymous voice can neither be reached nor be joined to a name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from people.models import Member


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where two members met, in a sentence to both of them, and its address; for whoever may read it."""

    sentence: str
    address: str


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What one feature knows of two members.

    `has_answered(member, other)`: the member spoke to the other, or met them. `share_a_place(one, other)`: both write
    in one place. `where_met(one, other, viewer)`: where both spoke, newest, as this viewer may read it.
    `helps(member)`: they offered to be there for others.
    """

    has_answered: Callable[[Member, Member], bool]
    share_a_place: Callable[[Member, Member], bool]
    where_met: Callable[[Member, Member, Member], Meeting | None]
    helps: Callable[[Member], bool]


_known: list[Acquaintance] = []


def register(acquaintance: Acquaintance) -> None:
    """Add what a feature knows; registering it again changes nothing."""
    if acquaintance not in _known:
        _known.append(acquaintance)


def has_answered(member: Member, other: Member) -> bool:
    """Tell whether the member spoke to the other anywhere, or met them."""
    return any(each.has_answered(member, other) for each in _known)


def share_a_place(one: Member, other: Member) -> bool:
    """Tell whether both write in the same place anywhere."""
    return any(each.share_a_place(one, other) for each in _known)


def where_met(one: Member, other: Member, *, viewer: Member) -> Meeting | None:
    """Return where the two met, as far as this viewer may read it."""
    met = (each.where_met(one, other, viewer) for each in _known)
    return next((meeting for meeting in met if meeting), None)


def helps(member: Member) -> bool:
    """Tell whether the member offered to be there for others."""
    return any(each.helps(member) for each in _known)
