"""Writes about notices: making them, reading them, forgetting them."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from live.actions import publish
from notifications import unread
from notifications.actions.letters import plan_letters
from notifications.kinds import get_kind
from notifications.models import Notice, NoticeChoice
from people.models import Member
from people.queries import apart_from


@transaction.atomic
def notify(
    kind: str, *, subject_id: int, member_ids: Collection[int], actor_id: int | None = None, now: datetime
) -> None:
    """Give these members a notice of this kind and tell their open pages; raise UnknownKind for a wrong name.

    `actor_id` is the member who acted under their own name: they get none, nor does anybody who is apart from
    them by a block in either direction or who muted them. An anonymous act has no actor here, since leaving
    people out would show who it was; the caller leaves out its author.
    """
    known = get_kind(kind)
    recipients = _recipients(member_ids, actor_id)
    chosen = {one.member_id: one for one in NoticeChoice.objects.filter(kind=kind, member__in=recipients)}
    here = [pk for pk in recipients if pk not in chosen or chosen[pk].here]
    outside = [one for one in chosen.values() if one.by_mail or one.by_push]
    told = sorted({*here, *(one.member_id for one in outside)})
    if not told:
        return
    Notice.objects.bulk_create(
        [
            Notice(member_id=pk, kind=kind, subject_id=subject_id, happened_at=now, here=pk in here)
            for pk in told
        ],
        update_conflicts=True,
        unique_fields=["member", "kind", "subject_id"],
        update_fields=["happened_at", "read_at", "here"],
        batch_size=500,
    )
    if here:
        publish([f"member:{pk}" for pk in here], "notifications.notice_added", {})
        unread.forget(here)
    if outside:
        plan_letters(outside, is_urgent=known.is_urgent, now=now)


def mark_read(member: Member, notice_ids: Collection[int], *, now: datetime) -> None:
    """Mark these notices of the member as read; other people's are left alone."""
    _mark(member, Q(pk__in=notice_ids), now)


def mark_all_read(member: Member, *, until: datetime, now: datetime) -> None:
    """Mark as read what had happened by `until`, so that what came since and nobody has seen stays new."""
    _mark(member, Q(happened_at__lte=until), now)


def mark_subjects_read(
    member: Member, *, kinds: Collection[str], subject_ids: Collection[int], now: datetime
) -> None:
    """Mark notices about these subjects as read; for a feature that has just shown them to the member."""
    _mark(member, Q(kind__in=kinds, subject_id__in=subject_ids), now)


def delete_old_notices(*, now: datetime) -> int:
    """Delete notices read longer ago than they are kept, and return how many."""
    deleted, _ = Notice.objects.filter(read_at__lt=now - settings.RETENTION["read_notices"]).delete()
    return deleted


def _mark(member: Member, which: Q, now: datetime) -> None:
    if Notice.objects.filter(which, member=member).unread().update(read_at=now):
        unread.forget([member.pk])


def _recipients(member_ids: Collection[int], actor_id: int | None) -> list[int]:
    found = Member.objects.present().filter(pk__in=member_ids)
    if actor_id is not None:
        found = found.exclude(pk=actor_id).exclude(pk__in=apart_from(actor_id))
    return list(found.order_by("pk").values_list("pk", flat=True))
