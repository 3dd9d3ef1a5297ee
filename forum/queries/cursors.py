"""Cursors of the forum's own lists; anything we did not make means the first page."""

from collections.abc import Sequence
from typing import Any

from core.paging import BadCursor, read_cursor, write_cursor

LARGEST_ID = 2**63 - 1


def encode_cursor(*values: Any) -> str:
    """Return the values as one word for an address."""
    return write_cursor(values)


def decode_cursor(cursor: str | None, kinds: Sequence[type]) -> Any:
    """Return the values if they are of these kinds, else None."""
    if not cursor:
        return None
    try:
        values = read_cursor(cursor)
    except BadCursor:
        return None
    if len(values) != len(kinds) or not all(isinstance(v, k) for v, k in zip(values, kinds, strict=True)):
        return None
    if any(isinstance(value, int) and not 0 <= value <= LARGEST_ID for value in values):
        return None
    return tuple(values)
