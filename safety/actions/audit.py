"""Adding to the record. There is no other way to write to it, and no way to take anything out."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from people.models import Member
from safety.acts import get_act
from safety.chain import digest_of, note_head
from safety.models import AuditEntry, AuditHead
from safety.queries import list_entries

LOOK_LASTS = timedelta(minutes=10)


@transaction.atomic
def record(
    act: str,
    *,
    by: Member | None,
    now: datetime,
    about_id: int | None = None,
    subject: str = "",
    reason: str = "",
    details: Mapping[str, int | str | bool | None] | None = None,
) -> AuditEntry:
    """Add what somebody did, in the transaction in which it is done; raise UnknownAct for a wrong code.

    `by` is None for the server's command line. `details` are codes and numbers, never words or names.
    """
    get_act(act)
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    entry = AuditEntry(
        number=head.number + 1, at=now, act=act, actor_id=by.pk if by else None, role=by.role if by else "",
        about_id=about_id, subject=subject, reason=reason, details=dict(details or {}),
    )  # fmt: skip
    entry.digest = digest_of(entry, previous=head.digest)
    entry.save()
    AuditHead.objects.filter(pk=1).update(number=entry.number, digest=entry.digest)
    transaction.on_commit(lambda: note_head(entry.number, entry.digest))
    return entry


@transaction.atomic
def read_audit(*, by: Member, act: str = "", now: datetime) -> QuerySet[AuditEntry]:
    """Return the record, newest first, of one act or of all, and put this look on it, once in ten minutes.

    Raises PermissionDenied without the right to see it.
    """
    entries = list_entries(viewer=by, act=act)
    lately = AuditEntry.objects.filter(act="safety.audit_read", actor_id=by.pk, at__gt=now - LOOK_LASTS)
    if not lately.exists():
        record("safety.audit_read", by=by, now=now)
    return entries


def note_audit_export(*, now: datetime) -> None:
    """Put on the record that a copy of it was taken from the server's command line."""
    record("safety.audit_exported", by=None, now=now)
