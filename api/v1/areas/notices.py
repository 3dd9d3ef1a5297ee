"""Notices: that something happened one asked to hear of."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from api.v1.routing import reads, writes
from api.v1.shapes.basics import Cursor, Id, page_of
from api.v1.shapes.notices import NoticeOut, Notices, ReadUntil
from notifications import actions, queries

router = Router(tags=["notices"])


@reads(router, "/notices", _("See what is new for you, newest first."), gives=Notices)
def list_notices(request: Any, cursor: Query[Cursor] = None) -> Any:
    page = queries.list_notices(request.member, cursor)
    return page_of(page.items, page.next_cursor, lambda notice: _shown(request, notice))


@writes(router, "POST", "/notices/read", _("Mark everything as read that had happened by a moment."))
def read_notices(request: Any, body: ReadUntil) -> None:
    now = timezone.now()
    actions.mark_all_read(request.member, until=body.moment(now), now=now)


@reads(router, "/notices/{notice_id}", _("See one notice."), gives=NoticeOut)
def get_notice(request: Any, notice_id: Id) -> Any:
    return _shown(request, queries.get_notice(notice_id, viewer=request.member))


@writes(router, "PUT", "/notices/{notice_id}/read", _("Mark one notice as read."))
def read_notice(request: Any, notice_id: Id) -> None:
    queries.get_notice(notice_id, viewer=request.member)
    actions.mark_read(request.member, [notice_id], now=timezone.now())


def _shown(request: Any, notice: queries.ReadableNotice) -> Any:
    return NoticeOut.of(notice, discreet=request.viewer.discreet)
