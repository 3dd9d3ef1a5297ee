"""A short memory of whether something new waits in a member's conversations, so that every page can show it cheaply."""

from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction

from people.models import Member

REMEMBERED_SECONDS = 15


def recall(member: Member) -> bool | None:
    """Return the remembered answer, or None. It counts only for the people the member is apart from right now."""
    apart, answer = cache.get(_key(member.pk)) or (None, None)
    return answer if apart == hash(member.hidden_ids) else None


def remember(member: Member, answer: bool) -> None:
    cache.set(_key(member.pk), (hash(member.hidden_ids), answer), REMEMBERED_SECONDS)


def forget(member_ids: Iterable[int]) -> None:
    """Drop these answers after the commit, when everybody can see what changed."""
    keys = [_key(pk) for pk in member_ids]
    transaction.on_commit(lambda: cache.delete_many(keys))


def _key(member_id: int) -> str:
    return f"chat-unread-{member_id}"
