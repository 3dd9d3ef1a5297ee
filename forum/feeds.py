"""What of the feeds may be kept for a moment, and how it is dropped when something changes.

Only what is the same for everyone is kept: rows without the reader in them. Who may see which row is
decided for each reader, every time.
"""

from typing import Any

from django.core.cache import cache
from django.db import transaction

from core.memory import Memory

SPACES = "spaces"

# Read on every page, so remembered unpacked; other processes learn of a change after these seconds.
_spaces = Memory(1, seconds=5)
_moderators = Memory(500, seconds=5)
_rows = Memory(500, seconds=5)


def remembered_spaces() -> Any:
    """Return the standing spaces this process remembers, or None."""
    return _spaces.get(SPACES)


def remember_spaces(spaces: Any) -> None:
    """Remember the standing spaces; the list and its spaces are not to be changed."""
    _spaces.put(SPACES, spaces)


def kept(key: str) -> Any:
    """Return the spaces and rows this process remembers, or None."""
    return _rows.get(key)


def keep(key: str, spaces_and_rows: tuple[tuple[int, ...], list[Any]]) -> None:
    """Remember rows and the spaces they are of; neither is to be changed."""
    _rows.put(key, spaces_and_rows)


def forget(space_id: int) -> None:
    """Drop what is kept about a space, now and again after the commit, so that nobody keeps the old rows."""
    keys = "latest", f"space:{space_id}"
    _rows.forget(*keys)
    transaction.on_commit(lambda: _rows.forget(*keys))


def remembered_moderators(space_id: int) -> Any:
    """Return who looks after a space as this process remembers it, or None."""
    return _moderators.get(space_id)


def remember_moderators(space_id: int, moderators: Any) -> None:
    """Remember who looks after a space; the list is not to be changed."""
    _moderators.put(space_id, moderators)


def forget_spaces() -> None:
    """Drop the remembered spaces and their moderators, now and again after the commit."""
    for memory in (_spaces, _moderators):
        memory.clear()
        transaction.on_commit(memory.clear)


def news_key(member_id: int) -> str:
    """Return the key under which a member's spaces with news are kept."""
    return f"news:{member_id}"


def forget_news(member_id: int) -> None:
    """Drop which spaces have news for this member, after a visit or when people were kept apart."""
    cache.delete(news_key(member_id))
