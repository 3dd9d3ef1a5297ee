"""What is left of deleted words below the tables: files no row points to, a search index, the database's own file."""

import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from core.privacy import classified_models

MERGED_AT_ONCE = 500
TRIES = 40
# A file is written before its row: a young one without a row may still be on its way.
TOO_YOUNG = timedelta(hours=1)


def delete_files_nobody_points_to() -> int:
    """Delete files in uploads that belong to no row, such as those of rows deleted a moment before a crash."""
    before = (timezone.now() - TOO_YOUNG).timestamp()
    count = 0
    for model, privacy in classified_models():
        if not privacy.files:
            continue
        root: Any = Path(settings.MEDIA_ROOT)
        known = {root / row.file_name for row in _all_of(model)}
        for path in (root / privacy.files).glob("*"):
            if path not in known and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                count += 1
    return count


def _all_of(model: Any) -> Any:
    return model._base_manager.iterator()


def overwrite_deleted() -> None:
    """Leave nothing of deleted rows in SQLite's files. PostgreSQL frees its pages by itself, and no dump holds them.

    Deleted content is overwritten at once (PRAGMA secure_delete), except in two places: the search index marks
    words as deleted until its parts are merged, and the write-ahead log keeps old pages until it is emptied.
    """
    if connection.vendor != "sqlite":
        return
    for table in _search_tables():
        _merge(table)
    _empty_the_log()


def _search_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'")
        return [name for (name,) in cursor.fetchall()]


def _merge(table: str) -> None:
    """Merge all parts of an index, a little at a time so that others can write in between."""
    pages = -MERGED_AT_ONCE
    while _changes_of(f'INSERT INTO "{table}"("{table}", rank) VALUES (\'merge\', {pages})') >= 2:  # noqa: S608
        pages = MERGED_AT_ONCE


def _changes_of(statement: str) -> int:
    with connection.cursor() as cursor:
        before = cursor.execute("SELECT total_changes()").fetchone()[0]
        cursor.execute(statement)
        return int(cursor.execute("SELECT total_changes()").fetchone()[0]) - int(before)


def _empty_the_log() -> None:
    if connection.in_atomic_block:
        return  # one's own transaction holds the log, so waiting would not help
    for _ in range(TRIES):
        with suppress(OperationalError), connection.cursor() as cursor:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if not busy:
                return
        time.sleep(0.1)
