"""What somebody is asked to hand over before they close their account. Features above say what it is."""

from collections.abc import Callable
from dataclasses import dataclass

from people.models import Member


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that would be left without anybody: a sentence, and where it can be handed over."""

    words: str
    address: str
    link: str


_found_by: list[Callable[[Member], list[Duty]]] = []


def register(found_by: Callable[[Member], list[Duty]]) -> None:
    """Have a feature say what it knows of; registering again changes nothing."""
    if found_by not in _found_by:
        _found_by.append(found_by)


def duties_of(member: Member) -> list[Duty]:
    """Return everything that would be left without anybody were this member to go."""
    return [duty for found_by in _found_by for duty in found_by(member)]
