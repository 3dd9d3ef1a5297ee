"""The ZIP itself: data.json for programs, index.html for people, and files. Read from the classification."""

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import IO, Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.privacy import Export as How
from core.privacy import Group, Privacy, classified_models, narrowed, rows_of
from core.queries import get_community
from people.exporting.labels import label_of
from people.models import Account

Progress = Callable[[int, int], None]
TELL_EVERY = 50


def write_archive(account: Account, file: IO[bytes], *, now: datetime, on_progress: Progress) -> None:
    """Write everything about this account, and nobody else's words, into the file."""
    tables = [(model, privacy, _rows(account, model)) for model, privacy in own_models()]
    counter = _Counter(sum(rows.count() for _, _, rows in tables), on_progress)
    with translation.override(account.language), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        sections = [
            {
                "table": model._meta.label_lower,
                "what": str(privacy.what),
                "group": privacy.group,
                "rows": [_put(row, privacy, archive, counter) for row in rows.iterator()],
            }
            for model, privacy, rows in tables
        ]
        whole = {"name": account.member.name, "made_at": now, "tables": sections}  # type: ignore[attr-defined]
        archive.writestr("data.json", json.dumps(whole, default=_as_text, ensure_ascii=False, indent=1))
        archive.writestr("index.html", _page(sections, account, now))
    counter.finish()


def own_models() -> Iterator[tuple[type[models.Model], Privacy]]:
    """Return every model of which something is exported."""
    for model, privacy in classified_models():
        if privacy.of and privacy.exported():
            yield model, privacy


def _rows(account: Account, model: type[models.Model]) -> "models.QuerySet[Any]":
    return narrowed(account, model, rows_of(account, model)).order_by("pk")


class _Counter:
    def __init__(self, total: int, tell: Progress) -> None:
        self.done, self.total, self._tell = 0, total, tell
        tell(0, total)

    def step(self) -> None:
        self.done += 1
        if self.done % TELL_EVERY == 0:
            self._tell(self.done, self.total)

    def finish(self) -> None:
        self._tell(self.total, self.total)


def _put(row: Any, privacy: Privacy, archive: zipfile.ZipFile, counter: _Counter) -> dict[str, Any]:
    """Return one row's fields, and put its file into the archive where it has one."""
    found: dict[str, Any] = {"number": row.pk}
    for name, how in privacy.exported().items():
        value = getattr(row, name)
        found[name] = str(value) if how.export is How.BY_NAME and value is not None else value
    if privacy.files and default_storage.exists(row.file_name):
        archive.writestr(row.file_name, row.read_file(), zipfile.ZIP_STORED)
        found["file"] = row.file_name
    counter.step()
    return found


def _as_text(value: Any) -> str:
    """Return what JSON has no form for. Times to the minute, as on every page.

    A notice holds the moment of somebody else's act; to the microsecond it would help to join an anonymous voice
    with someone's other traces.
    """
    if isinstance(value, datetime):
        value = value.replace(second=0, microsecond=0)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError


def _page(sections: list[dict[str, Any]], account: Account, now: datetime) -> str:
    """Draw the page that opens without a connection: no script, no address outside the archive."""
    groups = [
        (group.label, [part for part in sections if part["group"] == group and part["rows"]])
        for group in Group
    ]
    facts = {
        "groups": [(label, parts) for label, parts in groups if parts],
        "name": account.member.name,  # type: ignore[attr-defined]
        "community": get_community(),
        "made_at": now,
        "label_of": label_of,
        "shown": _shown,
    }
    return render_to_string("people/export_page.html", facts)


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
