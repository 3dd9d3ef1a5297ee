"""Changing the key that private words are sealed with, without losing one of them.

The new key is added first and the old one leaves last, when nothing is sealed with it any more. Stopped at any
moment, even by kill -9, everything can still be opened, and starting again goes on where it was.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from core.keys import Key, read_keys, write_keys
from core.sealing import EncryptedTextField, seal, sealed_prefix, unseal

AT_ONCE = 200
# Longer than any transaction may last: one that began with the old key has ended by then, and can be seen.
SETTLES_IN = 35.0


@dataclass(frozen=True, slots=True)
class SealedElsewhere:
    """Sealed words that are not a column of their own. Both functions take how sealed words begin that are new."""

    count_old: Callable[[str], int]
    seal_anew: Callable[[str], Iterator[int]]  # yields how many were done, some rows at a time


_elsewhere: list[SealedElsewhere] = []


def also_seals(place: SealedElsewhere) -> None:
    """Have `rotate` look after sealed words no EncryptedTextField holds, such as those in tables of others."""
    _elsewhere.append(place)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of sealed words."""

    table: str
    key: str
    name: str


def rotate(*, on_progress: Callable[[int, int], None], settle: float = SETTLES_IN) -> int:
    """Seal everything with a new key and retire the old ones; return how many texts were sealed anew.

    `on_progress` is told how many are done, and of how many. A run that was stopped is gone on with: the key it
    made is used, not another one.
    """
    keys = read_keys()
    if len(keys) == 1:
        write_keys([Key.new(), *keys])
    done = _seal_all_anew(on_progress)
    time.sleep(settle)
    while late := _seal_all_anew(on_progress):
        done += late
    write_keys(read_keys()[:1])
    return done


def sealed_columns() -> list[Column]:
    """Return every column of sealed words there is."""
    return [
        Column(model._meta.db_table, str(model._meta.pk.column), str(field.column))
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]


def count_old(columns: list[Column]) -> int:
    """Return how many texts are not sealed with the newest key."""
    prefix = sealed_prefix(read_keys()[0])
    in_columns = sum(_ask(column, "count(*)")[0][0] for column in columns)
    return in_columns + sum(place.count_old(prefix) for place in _elsewhere)


def _seal_all_anew(on_progress: Callable[[int, int], None]) -> int:
    columns = sealed_columns()
    total, done = count_old(columns), 0
    on_progress(0, total)
    for column in columns:
        for number in _seal_column_anew(column):
            done += number
            on_progress(done, total)
    for place in _elsewhere:
        for number in place.seal_anew(sealed_prefix(read_keys()[0])):
            done += number
            on_progress(done, total)
    return done


def _seal_column_anew(column: Column) -> Iterator[int]:
    """Seal a column anew, some rows at a time. Words that change meanwhile are left: they have the new key."""
    while rows := _ask(column, f'"{column.key}", "{column.name}"', limit=AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            for key, sealed in rows:
                cursor.execute(
                    f'UPDATE "{column.table}" SET "{column.name}" = %s '  # noqa: S608 our own names
                    f'WHERE "{column.key}" = %s AND "{column.name}" = %s',
                    [seal(unseal(sealed)), key, sealed],
                )
        yield len(rows)


def _ask(column: Column, what: str, limit: int | None = None) -> list[tuple[Any, ...]]:
    current = sealed_prefix(read_keys()[0])
    ending = f" LIMIT {limit}" if limit else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {what} FROM "{column.table}" '  # noqa: S608 our own names
            f'WHERE "{column.name}" <> \'\' AND "{column.name}" NOT LIKE %s{ending}',
            [f"{current}%"],
        )
        return cursor.fetchall()
