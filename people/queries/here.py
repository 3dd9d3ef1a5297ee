"""Who is here right now: a mark in the cache that fades by itself after a quarter of an hour. Nothing is stored.

It answers one question: which of some members are here. No page names anybody.
With several server processes it is shared through Redis; without, each knows its own visitors.
"""

from collections.abc import Iterable

from django.core.cache import cache

from core.memory import Memory
from people.models import Member

SECONDS = 15 * 60
_noted = Memory(5_000, seconds=60)


def note_here(member: Member) -> None:
    """Remember for a quarter of an hour that this member is here; once a minute is enough."""
    if _noted.get(member.pk):
        return
    _noted.put(member.pk, True)
    cache.set(_key(member.pk), True, SECONDS)


def are_here(member_ids: Iterable[int]) -> set[int]:
    """Return those of these members who were here in the last fifteen minutes."""
    ids = {_key(pk): pk for pk in member_ids}
    return {ids[key] for key in cache.get_many(ids)}


def _key(member_id: int) -> str:
    return f"here:{member_id}"
