"""Lists of threads. What a viewer may not see leaves no trace in them: no row, no count, no order."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from forum import feeds, permissions
from forum.models import Post, Reading, Space, Thread
from forum.models.threads import ThreadQuerySet
from forum.queries.answers import answers
from forum.queries.cursors import decode_cursor, encode_cursor
from forum.queries.last_words import newest_seen
from forum.queries.spaces import readable_space_ids
from people.models import Member

PAGE = 20
COLUMNS = (
    "pk", "title", "wants", "notes", "space__slug", "space__name", "author__name", "author__avatar_seed",
    "alias__name", "alias__avatar_seed", "created_at", "last_activity_at", "last_post_id", "reply_count",
    "locked_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One thread in a list, as one viewer sees it."""

    id: int
    title: str
    wants: str
    notes: str
    space_slug: str
    space_name: str
    name: str
    avatar_seed: int
    is_anonymous: bool
    created_at: datetime
    active_at: datetime
    last_post_id: int
    reply_count: int
    is_locked: bool
    is_new: bool = False
    is_followed: bool = False


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Rows and the cursor of the next page, None at the end."""

    items: list[ThreadRow]
    next_cursor: str | None

    @property
    def facts(self) -> tuple[ThreadRow, ...]:
        """Everything the list says, so that a list with the same facts is drawn once."""
        return tuple(self.items)


def _row(values: tuple[Any, ...]) -> ThreadRow:
    (pk, title, wants, notes, slug, space, author, seed, alias, alias_seed,
     created, active, last_post, replies, locked) = values  # fmt: skip
    return ThreadRow(
        id=pk, title=title, wants=wants, notes=notes, space_slug=slug, space_name=space, name=alias or author,
        avatar_seed=seed if alias is None else alias_seed, is_anonymous=alias is not None, created_at=created,
        active_at=active, last_post_id=last_post, reply_count=replies, is_locked=locked is not None,
    )  # fmt: skip


def list_threads(viewer: Member | None, *, space: Space | None = None, cursor: str | None = None) -> FeedPage:
    """Return threads the viewer may read, last active first, 20 a page.

    "Active" means active in what this viewer can see: a reply by somebody they may not see moves nothing.
    """
    if space and not permissions.can_read(viewer, space):
        return FeedPage([], None)
    before = decode_cursor(cursor, (datetime, int))
    particular = viewer is not None and bool(viewer.hidden_ids or viewer.left_out_topics)
    rows = (
        _first_rows(viewer, space)
        if before is None and not particular
        else _rows_before(viewer, space, before)
    )
    return _page(viewer, rows)


def _first_rows(viewer: Member | None, space: Space | None) -> list[ThreadRow]:
    """The first page as everyone without blocks sees it: kept per space, and for all spaces together."""
    space_ids = [space.pk] if space else readable_space_ids(viewer)
    key = f"space:{space.pk}" if space else "latest"
    kept = feeds.kept(key)
    if kept is None or (space is None and kept[0] != tuple(space_ids)):
        threads = Thread.objects.filter(space__in=space_ids, removed_at__isnull=True)
        rows = [_row(values) for values in _ordered(threads).values_list(*COLUMNS)[: PAGE + 1]]
        feeds.keep(key, (tuple(space_ids), rows))
        return rows
    return list(kept[1])


def _ordered(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    return threads.order_by("-last_activity_at", "-pk")


def _rows_before(
    viewer: Member | None, space: Space | None, before: tuple[datetime, int] | None
) -> list[ThreadRow]:
    threads = Thread.objects.filter(
        space__in=[space.pk] if space else readable_space_ids(viewer), removed_at__isnull=True
    ).without_left_out(viewer)
    hidden = viewer.hidden_ids if viewer else frozenset()
    if not hidden:
        return [
            _row(values) for values in _ordered(_older(threads, before)).values_list(*COLUMNS)[: PAGE + 1]
        ]
    threads = threads.exclude(alias__isnull=True, author__in=hidden)
    undisturbed = _ordered(_older(threads.exclude(last_author__in=hidden), before))
    rows = [_row(values) for values in undisturbed.values_list(*COLUMNS)[: PAGE + 1]]
    rows += _rows_last_touched_by(hidden, threads, before)
    rows = sorted(rows, key=lambda row: (row.active_at, row.id), reverse=True)[: PAGE + 1]
    return _with_visible_counts(rows, hidden)


def _older(threads: QuerySet[Thread], before: tuple[datetime, int] | None) -> QuerySet[Thread]:
    if before is None:
        return threads
    at, pk = before
    return threads.filter(Q(last_activity_at__lt=at) | Q(last_activity_at=at, pk__lt=pk))


def _rows_last_touched_by(
    hidden: frozenset[int], threads: QuerySet[Thread], before: tuple[datetime, int] | None
) -> list[ThreadRow]:
    """Threads whose last word the viewer may not see take the place of their last visible word."""
    seen = newest_seen(hidden)
    touched = threads.filter(last_author__in=hidden).annotate(
        visible_at=Subquery(seen.values("created_at")[:1]), visible_id=Subquery(seen.values("pk")[:1])
    )
    if before is not None:
        at, pk = before
        touched = touched.filter(Q(visible_at__lt=at) | Q(visible_at=at, pk__lt=pk))
    rows = []
    for *values, at, post_id in touched.order_by("-visible_at", "-pk").values_list(
        *COLUMNS, "visible_at", "visible_id"
    )[: PAGE + 1]:
        rows.append(replace(_row(tuple(values)), active_at=at, last_post_id=post_id))
    return rows


def _with_last_words_seen(rows: list[ThreadRow], hidden: frozenset[int]) -> list[ThreadRow]:
    """Give each row its last word that may be seen: a hidden one must not make the thread look new."""
    seen = newest_seen(hidden)
    last = {
        thread: (at, post_id)
        for thread, at, post_id in Thread.objects.filter(pk__in=[row.id for row in rows]).values_list(
            "pk", Subquery(seen.values("created_at")[:1]), Subquery(seen.values("pk")[:1])
        )
    }
    return [replace(row, active_at=last[row.id][0], last_post_id=last[row.id][1]) for row in rows]


def _with_visible_counts(rows: list[ThreadRow], hidden: frozenset[int]) -> list[ThreadRow]:
    unseen = dict(
        Post.objects.filter(
            thread__in=[row.id for row in rows], is_opening=False, removed_at__isnull=True,
            alias__isnull=True, author__in=hidden,
        ).values_list("thread").annotate(Count("pk"))
    )  # fmt: skip
    return [replace(row, reply_count=row.reply_count - unseen.get(row.id, 0)) for row in rows]


def _page(viewer: Member | None, rows: list[ThreadRow]) -> FeedPage:
    items = rows[:PAGE]
    more = len(rows) > PAGE
    next_cursor = encode_cursor(items[-1].active_at, items[-1].id) if more else None
    return FeedPage(_as_read_by(viewer, items), next_cursor)


def _as_read_by(viewer: Member | None, rows: list[ThreadRow]) -> list[ThreadRow]:
    if viewer is None or not rows:
        return rows
    readings = _readings_of(viewer, [row.id for row in rows])
    read = []
    for row in rows:
        if row.id in readings:
            seen, followed = readings[row.id]
            row = replace(row, is_new=row.last_post_id > seen, is_followed=bool(followed))
        read.append(row)
    return read


def _readings_of(viewer: Member, thread_ids: list[int]) -> dict[int, tuple[int, bool]]:
    """Return how far the viewer read these threads, and whether they follow them.

    Written out for the same reason as the one question of a thread page: it is asked on every list.
    """
    holes = ", ".join(["%s"] * len(thread_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT thread_id, seen_post_id, followed_at IS NOT NULL FROM forum_reading"  # noqa: S608 only holes
            f" WHERE member_id = %s AND thread_id IN ({holes})",
            [viewer.pk, *thread_ids],
        )
        return {thread: (seen, followed) for thread, seen, followed in cursor.fetchall()}


def list_unanswered(
    viewer: Member | None,
    *,
    space: Space | None = None,
    cursor: str | None = None,
    refused_topics: Collection[str] = (),
) -> FeedPage:
    """Return other people's threads that had no answer the viewer can see, longest waiting first, 20 a page."""
    after = decode_cursor(cursor, (datetime, int))
    threads = Thread.objects.filter(
        space__in=[space.pk] if space else readable_space_ids(viewer),
        removed_at__isnull=True,
        locked_at__isnull=True,
    ).without_left_out(viewer)
    waiting = _waiting_for(viewer, threads)
    for slug in refused_topics:
        waiting = waiting.exclude(notes__contains=f",{slug},")
    if after:
        at, pk = after
        waiting = waiting.filter(Q(created_at__gt=at) | Q(created_at=at, pk__gt=pk))
    found = waiting.order_by("created_at", "pk").values_list(*COLUMNS)[: PAGE + 1]
    rows = [_row(values) for values in found]
    if viewer and viewer.hidden_ids:
        rows = _with_visible_counts(_with_last_words_seen(rows, viewer.hidden_ids), viewer.hidden_ids)
    items, more = rows[:PAGE], len(rows) > PAGE
    next_cursor = encode_cursor(items[-1].created_at, items[-1].id) if more else None
    return FeedPage(_as_read_by(viewer, items), next_cursor)


def rows_of_threads(viewer: Member, threads: ThreadQuerySet) -> list[ThreadRow]:
    """Return those of these threads the viewer may read as rows, longest ago begun first."""
    found = threads.visible_to(viewer).order_by("created_at", "pk").values_list(*COLUMNS)
    rows = [_row(values) for values in found]
    if viewer.hidden_ids:
        rows = _with_visible_counts(_with_last_words_seen(rows, viewer.hidden_ids), viewer.hidden_ids)
    return _as_read_by(viewer, rows)


def _waiting_for(viewer: Member | None, threads: QuerySet[Thread]) -> QuerySet[Thread]:
    if viewer is None:
        return threads.filter(answered_at__isnull=True)
    threads = threads.exclude(author=viewer)
    if not viewer.hidden_ids:
        return threads.filter(answered_at__isnull=True)
    unseen = Post.objects.filter(alias__isnull=True, author__in=viewer.hidden_ids)
    seen = (
        Post.objects.filter(answers(), thread=OuterRef("pk"))
        .standing()
        .exclude(alias__isnull=True, author__in=viewer.hidden_ids)
    )
    return threads.exclude(alias__isnull=True, author__in=viewer.hidden_ids).filter(
        Q(answered_at__isnull=True) | Q(pk__in=unseen.values("thread")) & ~Exists(seen)
    )


def list_following(viewer: Member, *, cursor: str | None = None) -> FeedPage:
    """Return the threads this member follows, by their newest word this member may see."""
    before = decode_cursor(cursor, (datetime, int))
    followed = Reading.objects.filter(member=viewer, followed_at__isnull=False).values("thread")
    seen = (
        Post.objects.filter(thread=OuterRef("pk"), removed_at__isnull=True)
        .exclude(alias__isnull=True, author__in=viewer.hidden_ids)
        .order_by("-pk")
    )
    newest = Subquery(seen.values("created_at")[:1]) if viewer.hidden_ids else F("last_activity_at")
    threads = Thread.objects.visible_to(viewer).filter(pk__in=followed).annotate(order_at=newest)
    if before:
        at, pk = before
        threads = threads.filter(Q(order_at__lt=at) | Q(order_at=at, pk__lt=pk))
    found = threads.order_by("-order_at", "-pk").values_list(*COLUMNS, "order_at")[: PAGE + 1]
    rows = [replace(_row(tuple(values)), active_at=at) for *values, at in found]
    if viewer.hidden_ids:
        rows = _with_visible_counts(_with_last_words_seen(rows, viewer.hidden_ids), viewer.hidden_ids)
    return _page(viewer, rows)
