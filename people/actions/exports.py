"""*Everything about me*: asked for, made in the background, fetched once, gone after a day."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.jobs import enqueue
from people.exporting.archive import write_archive
from people.exporting.sealed_file import file_of, open_sealed, write_sealed
from people.models import Account, Export, Member

FILE_KEY_BYTES = 24


@transaction.atomic
def ask_for_export(member: Member, *, now: datetime) -> Export:
    """Have everything about a member put into one file; asking again while one is made or waits changes nothing."""
    export, made = Export.objects.get_or_create(
        account_id=member.account_id,
        defaults={
            "file_key": secrets.token_hex(FILE_KEY_BYTES),
            "secret": secrets.token_hex(32),
            "asked_at": now,
        },
    )
    if made:
        enqueue(make_now, export.pk)
    return export


def make_now(export_id: int) -> None:
    """Make one export: the background's way to `make_export`."""
    make_export(export_id, now=timezone.now())


def make_export(export_id: int, *, now: datetime) -> None:
    """Write the file, telling how far it is; run again after a crash it begins anew."""
    export = Export.objects.filter(pk=export_id, ready_at__isnull=True).first()
    if export is None:
        return
    account = Account.objects.get(pk=export.account_id)

    def tell(done: int, total: int) -> None:
        Export.objects.filter(pk=export_id).update(done=done, total=total)

    with write_sealed(export) as file:
        write_archive(account, file, now=now, on_progress=tell)
    if not Export.objects.filter(pk=export_id).update(ready_at=now):
        file_of(export).unlink(missing_ok=True)  # dropped meanwhile


def fetch_export(export: Export) -> Iterator[bytes]:
    """Return the file in pieces; once the last was given out, the export is gone."""
    yield from open_sealed(export)
    _drop(export)


def drop_export(member: Member) -> None:
    """Delete what was made for this member."""
    for export in Export.objects.filter(account_id=member.account_id):
        _drop(export)


def drop_old_exports(*, now: datetime) -> int:
    """Delete exports nobody fetched in time, and files without a row; return how many."""
    old = list(Export.objects.filter(asked_at__lt=now - settings.RETENTION["exports"]))
    for export in old:
        _drop(export)
    known = set(Export.objects.values_list("file_key", flat=True))
    for path in Path(settings.EXPORTS_ROOT).glob("*.sealed"):
        if path.stem not in known:
            path.unlink(missing_ok=True)
    return len(old)


def _drop(export: Export) -> None:
    """The row first: without its secret the file opens for nobody."""
    Export.objects.filter(pk=export.pk).delete()
    transaction.on_commit(lambda: file_of(export).unlink(missing_ok=True))
