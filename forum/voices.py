"""Under which name a member speaks in the space of a group: the group says. A registry for the layer above."""

from collections.abc import Callable

from forum.models import Space
from forum.models.spaces import Access
from people.models import Member

# (name, avatar seed) of a member who has another name in the group of this space; None for who has not.
Find = Callable[[Space, Member], tuple[str, int] | None]

# The other names that are somebody's in the group of this space.
Names = Callable[[Space], set[str]]

_finders: list[Find] = []
_names: list[Names] = []


def register(find: Find, names: Names) -> None:
    """Have `find(space, member)` say under which other name somebody speaks in a group's space, and which there are."""
    if find not in _finders:
        _finders.append(find)
        _names.append(names)


def voice_in(space: Space, member: Member) -> tuple[str, int] | None:
    """Return the name and avatar seed a member has in the group of this space, None where it is their own."""
    if space.access != Access.GROUP:
        return None
    return next((voice for find in _finders if (voice := find(space, member))), None)


def names_in(space: Space) -> set[str]:
    """Return the names nobody may be given by chance in this space: they are somebody's."""
    if space.access != Access.GROUP:
        return set()
    return set().union(*(names(space) for names in _names))


def speaks_anonymously(space: Space, member: Member, *, wishes: bool) -> bool:
    """Whether what they write here stands under an alias: as they wish; always where their group knows another name."""
    return wishes or voice_in(space, member) is not None
