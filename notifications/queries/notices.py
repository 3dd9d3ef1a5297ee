"""Reads about notices, always for the member they belong to. What they may not see is as if absent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from core.paging import Page, keyset_page, write_cursor
from notifications import unread
from notifications.kinds import NoticeLine, describe, get_kind
from notifications.models import Notice, NoticeQuerySet
from people.models import Member

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class ReadableNotice:
    """A notice with the words it has for its member now."""

    notice: Notice
    line: NoticeLine

    @property
    def wordless(self) -> str:
        """What it says without anybody's name or words."""
        return str(get_kind(self.notice.kind).wordless)

    @property
    def is_new(self) -> bool:
        return self.notice.read_at is None


def list_notices(member: Member, cursor: str | None = None) -> Page:
    """Return a full page of ReadableNotice, newest first; what they may not see leaves no gap."""
    found: list[ReadableNotice] = []
    for readable in _readable(Notice.objects.filter(member=member).listed(), member, cursor):
        if len(found) == PAGE_SIZE:
            last = found[-1].notice
            return Page(found, write_cursor([last.happened_at, last.pk]))
        found.append(readable)
    return Page(found)


def get_notice(notice_id: int, *, viewer: Member) -> ReadableNotice:
    """Return one of the viewer's own notices; 404 for other people's and for what they may not see."""
    for readable in _readable(Notice.objects.filter(member=viewer, pk=notice_id), viewer):
        return readable
    raise Http404


def has_unread(member: Member) -> bool:
    """Say whether something new waits that the member may see; never how much. Remembered for 15 seconds."""
    answer = unread.recall(member)
    if answer is None:
        waiting = _readable(Notice.objects.filter(member=member).listed().unread(), member)
        answer = next(waiting, None) is not None
        unread.remember(member, answer)
    return answer


def count_readable(notices: NoticeQuerySet, viewer: Member) -> int:
    """Return how many of these notices the viewer may see."""
    return sum(1 for _ in _readable(notices, viewer))


def only_readable(account: Any, notices: "QuerySet[Any]") -> "QuerySet[Any]":
    """Leave out of an export what its owner may not see: it would tell them of somebody they see no trace of."""
    member = account.member
    found = _readable(Notice.objects.filter(member=member), member)
    return notices.filter(pk__in=[each.notice.pk for each in found])


def _readable(notices: NoticeQuerySet, viewer: Member, cursor: str | None = None) -> Iterator[ReadableNotice]:
    """Walk through the notices the viewer may see, newest first, looking words up a batch at a time."""
    while True:
        batch = keyset_page(notices, order=("-happened_at", "-id"), cursor=cursor, size=2 * PAGE_SIZE)
        lines = describe(batch.items, viewer)
        yield from (ReadableNotice(notice, lines[notice.pk]) for notice in batch.items if notice.pk in lines)
        cursor = batch.next_cursor
        if cursor is None:
            return
