"""Reading the outbox in the order of commits, so that no reader ever steps over a late one.

A sequence gives out numbers at insert, but rows are seen at commit: on PostgreSQL a cursor over ids loses
whoever commits late. So rows are ordered by (transaction, id) and read only below the oldest transaction
still running. A writing transaction that stays open, in any database of that PostgreSQL server, delays
every event until it ends; none is lost.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast

from live.models import OutboxEvent
from live.transaction_id import LARGEST, OldestRunningTransactionId

BATCH = 500
REPLAY_ROWS = 1000
REPLAY_SPAN = 50_000
REPLAY_AGE = timedelta(hours=24)
CURSOR = re.compile(r"([0-9]{1,19})-([0-9]{1,19})")


class BadCursor(ValueError):
    """The text is not a place in an outbox."""


class TooFarBack(Exception):
    """What happened since that cursor cannot be told one by one; the page has to be read again."""


class Cursor(NamedTuple):
    """A place in the outbox. Cursors compare in the order in which events are told."""

    transaction_id: int
    id: int

    def __str__(self) -> str:
        return f"{self.transaction_id}-{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read the form that `str` writes; raise BadCursor for anything else."""
        match = CURSOR.fullmatch(text)
        if not match:
            raise BadCursor
        cursor = cls(int(match[1]), int(match[2]))
        if max(cursor) > LARGEST:
            raise BadCursor
        return cursor


START = Cursor(0, 0)


class Row(NamedTuple):
    """One event as it was written."""

    cursor: Cursor
    channels: tuple[str, ...]
    kind: str
    data: dict[str, Any]
    actor_id: int | None
    author_id: int | None

    @property
    def whose(self) -> frozenset[int]:
        """Return the members of whom it is a trace: those who see none of them must not hear of it."""
        return frozenset(pk for pk in (self.actor_id, self.author_id) if pk is not None)


class Batch(NamedTuple):
    """Rows that can be told now, and whether committed ones wait for an older transaction to end."""

    rows: list[Row]
    held_back: bool


def after(cursor: Cursor, channels: Iterable[str] | None = None, *, limit: int = BATCH) -> Batch:
    """Return what was committed after this cursor, in commit order, on these channels or on all."""
    found = _later_than(cursor).annotate(running=Cast(OldestRunningTransactionId(), BigIntegerField()))
    if channels is not None:
        found = found.filter(_on_any(channels))
    rows: list[Row] = []
    for transaction_id, number, names, kind, data, actor_id, author_id, running in found.values_list(
        "transaction_id", "id", "channels", "kind", "data", "actor_id", "author_id", "running"
    )[:limit]:
        if transaction_id >= running:
            return Batch(rows, held_back=True)
        rows.append(
            Row(Cursor(transaction_id, number), tuple(names.split()), kind, data, actor_id, author_id)
        )
    return Batch(rows, held_back=False)


def newest() -> Cursor:
    """Return the place of the last event that can be told; the start where there is none."""
    settled = OutboxEvent.objects.filter(transaction_id__lt=OldestRunningTransactionId())
    found = settled.order_by(*_commit_order("-")).values_list("transaction_id", "id").first()
    return Cursor(*found) if found else START


def replay(cursor: Cursor, channels: Iterable[str], *, now: datetime) -> list[Row]:
    """Return what these channels told since this cursor.

    Raises TooFarBack after 24 hours or 1000 events, for events already trimmed, and for a cursor that was
    made by another database.
    """
    last = newest()
    if cursor == last:
        return []
    if (
        cursor > last
        or last.id - cursor.id > REPLAY_SPAN
        or _from_elsewhere(cursor)
        or _trimmed_since(cursor)
    ):
        raise TooFarBack
    if _later_than(cursor).filter(_on_any(channels), created_at__lt=now - REPLAY_AGE).exists():
        raise TooFarBack
    rows = after(cursor, channels, limit=REPLAY_ROWS + 1).rows
    if len(rows) > REPLAY_ROWS:
        raise TooFarBack
    return rows


def lag_seconds(cursor: Cursor, *, now: datetime) -> float:
    """Return for how long the oldest event after this cursor has been waiting to be told; 0 without any."""
    waiting = _later_than(cursor).values_list("created_at", flat=True).first()
    return max(0.0, (now - waiting).total_seconds()) if waiting else 0.0


def trim(*, now: datetime, at_once: int = 2000) -> int:
    """Delete events older than their period in small bites; return how many.

    The newest one stays, so that the place of the last event is always known.
    """
    last = newest()
    old = OutboxEvent.objects.filter(created_at__lt=now - settings.RETENTION["events"]).exclude(pk=last.id)
    removed = 0
    while bite := list(old.values_list("pk", flat=True)[:at_once]):
        removed += OutboxEvent.objects.filter(pk__in=bite).delete()[0]
    return removed


def _later_than(cursor: Cursor) -> "QuerySet[OutboxEvent]":
    if connection.vendor == "sqlite":
        found = OutboxEvent.objects.filter(pk__gt=cursor.id)
    else:
        # The first condition repeats the second in a form the index understands.
        found = OutboxEvent.objects.filter(transaction_id__gte=cursor.transaction_id).filter(
            Q(transaction_id__gt=cursor.transaction_id) | Q(pk__gt=cursor.id)
        )
    return found.order_by(*_commit_order())


def _commit_order(sign: str = "") -> list[str]:
    return [f"{sign}pk"] if connection.vendor == "sqlite" else [f"{sign}transaction_id", f"{sign}pk"]


def _on_any(channels: Iterable[str]) -> Q:
    wanted = Q(pk__in=[])
    for channel in channels:
        wanted |= Q(channels__contains=f" {channel} ")
    return wanted


def _from_elsewhere(cursor: Cursor) -> bool:
    """SQLite has no transaction numbers and PostgreSQL always has; the start is the start of both."""
    return cursor != START and (cursor.transaction_id == 0) != (connection.vendor == "sqlite")


def _trimmed_since(cursor: Cursor) -> bool:
    oldest = OutboxEvent.objects.order_by("pk").values_list("pk", flat=True).first()
    return oldest is not None and cursor.id + 1 < oldest
