"""Reads of the record: all of it for those who run the place, looks at one's own for every member."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Member, Role
from people.permissions import allows
from people.queries import members_by_ids
from safety.acts import UnknownAct, get_act, looks
from safety.chain import Break, find_breaks, read_heads
from safety.models import AuditEntry, AuditHead, Ground


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry in words: names are looked up now, so whoever left has none."""

    number: int
    at: datetime
    who: str
    by_server: bool
    role: Any
    words: str
    about: str
    subject: str
    reason: str


def list_entries(*, viewer: Member, act: str = "") -> QuerySet[AuditEntry]:
    """Return the record, newest first, of one act or of all; refused without the right to see it."""
    if not allows(viewer, "see_audit"):
        raise PermissionDenied
    found = AuditEntry.objects.order_by("-number")
    return found.filter(act=act) if act else found


def in_words(entries: list[AuditEntry]) -> list[AuditLine]:
    """Return entries as they are read by staff."""
    ids = {number for entry in entries for number in (entry.actor_id, whom_to_name(entry)) if number}
    roles = dict(Role.choices)
    names = {pk: member.name for pk, member in members_by_ids(ids, viewer=None).items()}
    return [
        AuditLine(
            entry.number, entry.at, names.get(entry.actor_id or 0, ""), entry.actor_id is None,
            roles.get(entry.role, ""), words_of(entry),
            names.get(whom_to_name(entry) or 0, ""), entry.subject, entry.reason,
        )
        for entry in entries
    ]  # fmt: skip


def whom_to_name(entry: AuditEntry) -> int | None:
    """Return whom staff may be told the entry is about; None where that would join a member to a post."""
    try:
        return entry.about_id if get_act(entry.act).names_member else None
    except UnknownAct:
        return None


def words_of(entry: AuditEntry) -> str:
    """Return what was done, or its code when no feature knows it any more."""
    try:
        return str(get_act(entry.act).words)
    except UnknownAct:
        return entry.act


@dataclass(frozen=True, slots=True)
class Look:
    """One look at something of a member's, as they are told of it: when, in which role, at what, and why."""

    at: datetime
    role: Any
    words: Any
    reason: str


def as_told_to_member(entries: list[AuditEntry]) -> list[Look]:
    """Return looks in words. Who looked is told by role only: staff have names here too, and are members."""
    roles, grounds = dict(Role.choices), dict(Ground.choices)
    return [
        Look(
            entry.at,
            roles.get(entry.role, _("Somebody running this place")),
            get_act(entry.act).to_member,
            str(grounds.get(entry.reason, entry.reason)),
        )
        for entry in entries
    ]


def list_looks(member: Member) -> QuerySet[AuditEntry]:
    """Return every look of somebody else at what is this member's, newest first. Who it was stays untold."""
    found = AuditEntry.objects.filter(about_id=member.pk, act__in=looks()).order_by("-number")
    return found.exclude(actor_id=member.pk)


def count_entries() -> int:
    """Return how many entries there are."""
    return AuditEntry.objects.count()


def all_entries() -> Iterator[AuditEntry]:
    """Return the whole record in order, some rows at a time."""
    return AuditEntry.objects.order_by("number").iterator(chunk_size=2_000)


def verify_audit(entries: Iterator[AuditEntry]) -> list[Break]:
    """Return every place where the record is not what it was when it was written."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    return list(find_breaks(entries, head=head, noted=read_heads()))


def newest_digest() -> str:
    """Return the digest of the newest entry, "" while there is none."""
    head = AuditHead.objects.filter(pk=1).first()
    return head.digest if head else ""


def audit_rows() -> Iterator[tuple[Any, ...]]:
    """Yield the record as rows of a table: number, time, act, who by name, role, about whom, subject, reason, details
    and digest. Names are those of today; whoever left has none.
    """
    for entries in _batches(all_entries(), 500):
        for line, entry in zip(in_words(entries), entries, strict=True):
            yield (
                line.number, entry.at.isoformat(), entry.act, _harmless(line.who), entry.role, _harmless(line.about),
                line.subject, line.reason, json.dumps(entry.details, sort_keys=True), entry.digest,
            )  # fmt: skip


def _batches(entries: Iterator[AuditEntry], size: int) -> Iterator[list[AuditEntry]]:
    while batch := list(islice(entries, size)):
        yield batch


def _harmless(name: str) -> str:
    """Keep a spreadsheet from taking a name for a formula."""
    return f"'{name}" if name[:1] in "=+-@\t\r" else name
