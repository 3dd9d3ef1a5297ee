"""Under which name a member speaks in the space of a group: the group says. A registry for the layer above."""

from collections.abc import Callable

from forum.models import Space
from forum.models.spaces import Access
from people.models import Member

# (name, avatar seed) of a member who has another name in the group of this space; None for who has not.
Find = Callable[[Space, Member], tuple[str, int] | None]

_finders: list[Find] = []


def register(find: Find) -> None:
    """Have `find(space, member)` say under which other name somebody speaks in a group's space."""
    if find not in _finders:
        _finders.append(find)


def voice_in(space: Space, member: Member) -> tuple[str, int] | None:
    """Return the name and avatar seed a member has in the group of this space, None where it is their own."""
    if space.access != Access.GROUP:
        return None
    return next((voice for find in _finders if (voice := find(space, member))), None)


def speaks_anonymously(space: Space, member: Member, *, wishes: bool) -> bool:
    """Whether what they write here stands under an alias: as they wish; always where their group knows another name."""
    return wishes or voice_in(space, member) is not None
