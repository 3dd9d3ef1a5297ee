"""Pages by key: each starts after the last row of the one before, so nothing is skipped or shown twice."""

import base64
import binascii
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import shake_256
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from core.text import storable

MARK = 12


class BadCursor(ValueError):
    """A cursor we did not make."""


@dataclass(frozen=True)
class Page:
    """Some rows, and where the next ones start; `next_cursor` is None at the real end."""

    items: list[Any]
    next_cursor: str | None = None


def keyset_page(
    queryset: QuerySet[Any], *, order: Sequence[str] = ("-pk",), cursor: str | None = None, size: int = 20
) -> Page:
    """Return one page of rows in this order; the last name in `order` must be unique.

    A cursor we did not make, or an old one, shows the first page.
    """
    rows = queryset.order_by(*order)
    if cursor:
        with suppress(BadCursor):
            rows = _after(rows, order, read_cursor(cursor))
    found = list(rows[: size + 1])
    if len(found) <= size:
        return Page(found)
    return Page(found[:size], write_cursor([_value(found[size - 1], name.lstrip("-")) for name in order]))


def write_cursor(values: Sequence[Any]) -> str:
    """Return the values as one short word for an address.

    It is sealed: it holds times to the microsecond, which would help to join an anonymous voice with a member, and
    somebody who could write cursors would find out the time of any post by trying.
    """
    told = [{"t": value.isoformat()} if isinstance(value, datetime) else value for value in values]
    sealed = _seal(json.dumps(told, separators=(",", ":")).encode())
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read_cursor(cursor: str) -> list[Any]:
    """Return the values written into a cursor; raise BadCursor for anything else."""
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        told = json.loads(_unseal(sealed))
        if not isinstance(told, list):
            raise BadCursor
        values = [_moment(value["t"]) if isinstance(value, dict) else value for value in told]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, binascii.Error) as problem:
        raise BadCursor from problem
    if any(not isinstance(value, int | str | datetime) or isinstance(value, bool) for value in values):
        raise BadCursor
    return values


def _seal(words: bytes) -> bytes:
    """Return a mark that only this installation can make, and the words hidden by what follows from the mark."""
    mark = _mark(words)
    return mark + _hidden(words, mark)


def _unseal(sealed: bytes) -> bytes:
    mark, hidden = sealed[:MARK], sealed[MARK:]
    words = _hidden(hidden, mark)
    if not constant_time_compare(_mark(words), mark):
        raise BadCursor
    return words


def _mark(words: bytes) -> bytes:
    return salted_hmac("core.paging.mark", words, algorithm="sha256").digest()[:MARK]


def _hidden(words: bytes, mark: bytes) -> bytes:
    """Hide the words, or show hidden ones again."""
    key = salted_hmac("core.paging.words", mark, algorithm="sha256").digest()
    return bytes(one ^ other for one, other in zip(words, shake_256(key).digest(len(words)), strict=True))


def _moment(text: str) -> datetime:
    """Return the time as every database can take it; the first and the last hours there are cannot be moved."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise BadCursor
    return moment.astimezone(UTC)


def _after(rows: QuerySet[Any], order: Sequence[str], values: list[Any]) -> QuerySet[Any]:
    """Keep what comes after these values: a < x, or a = x and b < y; `a <= x` lets the index do the work."""
    if len(values) != len(order):
        raise BadCursor
    if any(isinstance(value, str) and value != storable(value) for value in values):
        raise BadCursor
    later, same = Q(), Q()
    try:
        for name, value in zip(order, values, strict=True):
            field, sign = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
            later |= same & Q(**{f"{field}__{sign}": value})
            same &= Q(**{field: value})
        first = order[0].lstrip("-")
        bound = Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": values[0]})
        return rows.filter(bound & later)
    except (ValueError, TypeError, OverflowError, ValidationError) as problem:
        raise BadCursor from problem


def _value(row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row
