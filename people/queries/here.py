"""Who is here right now: a mark in the cache that fades by itself after a quarter of an hour. Nothing is stored.

It answers two questions, whether somebody on duty is here and which of some helpers are; no page names anybody.
With several server processes it is shared through Redis; without, each knows its own visitors.
"""

from collections.abc import Iterable

from django.core.cache import cache

from core.memory import Memory
from people.models import Member, Role

SECONDS = 15 * 60
ON_DUTY = {Role.LISTENER, Role.MODERATOR, Role.OPERATOR}
_DUTY_KEY = "here-on-duty"
_noted = Memory(5_000, seconds=60)
_asked = Memory(1, seconds=15)


def note_here(member: Member) -> None:
    """Remember for a quarter of an hour that this member is here; once a minute is enough."""
    if _noted.get(member.pk):
        return
    _noted.put(member.pk, True)
    cache.set(_key(member.pk), True, SECONDS)
    if member.role in ON_DUTY:
        cache.set(_DUTY_KEY, True, SECONDS)
        _asked.clear()


def is_somebody_on_duty() -> bool:
    """Tell whether a listener, moderator or operator was here in the last fifteen minutes; never who."""
    known = _asked.get("")
    if known is None:
        known = bool(cache.get(_DUTY_KEY))
        _asked.put("", known)
    return bool(known)


def are_here(member_ids: Iterable[int]) -> set[int]:
    """Return those of these members who were here in the last fifteen minutes."""
    ids = {_key(pk): pk for pk in member_ids}
    return {ids[key] for key in cache.get_many(ids)}


def _key(member_id: int) -> str:
    return f"here:{member_id}"
