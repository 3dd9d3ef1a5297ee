"""Doing a request once, however often it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from api.models import KeptAnswer
from people.models import Member


@dataclass(frozen=True, slots=True)
class Written:
    """What a write answers: a status, and what to show of the thing it made or changed. Never the words themselves."""

    status: int
    kind: str = ""
    subject: str = ""
    is_repeated: bool = False


class KeyReused(Exception):
    """The key stands for another request."""


def do_once(
    member: Member, *, key_hash: str, request_hash: str, write: Callable[[], Written], now: datetime
) -> Written:
    """Carry out the write and keep its answer in one transaction; for a key known already return that answer.

    Two at the same moment wait for each other. A write that fails leaves no trace, so it can be tried again.
    """
    with transaction.atomic():
        KeptAnswer.objects.filter(
            member=member, key_hash=key_hash, created_at__lt=now - settings.RETENTION["sent_requests"]
        ).delete()
        try:
            with transaction.atomic():
                mine = KeptAnswer.objects.create(
                    member=member, key_hash=key_hash, request_hash=request_hash, created_at=now
                )
        except IntegrityError:
            return _earlier(member, key_hash, request_hash)
        written = write()
        KeptAnswer.objects.filter(pk=mine.pk).update(
            status=written.status, kind=written.kind, subject=written.subject
        )
    return written


def _earlier(member: Member, key_hash: str, request_hash: str) -> Written:
    kept = KeptAnswer.objects.get(member=member, key_hash=key_hash)
    if kept.request_hash != request_hash:
        raise KeyReused
    return Written(kept.status, kept.kind, kept.subject, is_repeated=True)


def forget_old_answers(*, now: datetime) -> None:
    """Delete what is kept longer than it may be."""
    KeptAnswer.objects.filter(created_at__lt=now - settings.RETENTION["sent_requests"]).delete()
