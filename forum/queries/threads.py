"""One thread for one viewer."""

from copy import copy
from dataclasses import dataclass

from django.db import connection
from django.http import Http404

from core.memory import Memory
from forum import permissions
from forum.models import Post, Space, Thread
from forum.queries.spaces import list_spaces, readable_space_ids
from people.models import Member

_threads = Memory(2_000, seconds=60)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a thread and one reader of it stand right now; whoever has one may read the thread."""

    version: int
    space: Space
    has_reading: bool = False
    seen_post_id: int = 0
    is_followed: bool = False
    has_support: bool = False
    has_draft: bool = False
    care_post_id: int | None = None


# The hottest page asks this and nothing else. Written out, because putting the query together costs the ORM
# several times what the database needs to answer it.
_STANDING = """
    SELECT t.version, t.space_id, CASE WHEN t.alias_id IS NULL THEN t.author_id END,
        r.id, r.seen_post_id, r.followed_at IS NOT NULL, r.has_support, r.has_draft, r.care_post_id
    FROM forum_thread t LEFT JOIN forum_reading r ON r.thread_id = t.id AND r.member_id = %s
    WHERE t.id = %s AND t.removed_at IS NULL
"""


def get_standing(thread_id: int, *, viewer: Member | None) -> Standing:
    """Return the version of a thread the viewer may read and how far they are in it; 404 alike for all others.

    One query whatever the answer, so that the time it takes does not tell a closed door from none.
    """
    if thread_id > 2**63 - 1:
        raise Http404
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [viewer.pk if viewer else 0, thread_id])
        row = cursor.fetchone()
    space_id, named_author = row[1:3] if row else (0, None)
    space = next((space for space in list_spaces(viewer) if space.pk == space_id), None)
    is_apart = viewer is not None and named_author in viewer.hidden_ids
    if space is None or is_apart or not permissions.can_read_any(viewer, space):
        # Asked once behind every door and where there is none: a longer answer would tell which it was.
        readable = readable_space_ids(viewer)
        if space is None or is_apart or space.pk not in readable:
            raise Http404
    version, _, _, reading, seen, followed, support, draft, care = row
    return Standing(
        version, space, reading is not None, seen or 0, bool(followed), bool(support), bool(draft), care
    )


def get_thread(thread_id: int, *, viewer: Member | None, standing: Standing | None = None) -> Thread:
    """Return a standing thread with space, alias, author; 404 alike when missing or not for this viewer.

    Threads are remembered by version, which every visible change moves on.
    """
    standing = standing or get_standing(thread_id, viewer=viewer)
    thread = copy(_load(thread_id, standing.version))
    thread.space = standing.space
    return thread


def _load(thread_id: int, version: int) -> Thread:
    thread: Thread | None = _threads.get((thread_id, version))
    if thread is None:
        thread = Thread.objects.select_related("space", "alias", "author").filter(pk=thread_id).first()
        if thread is None:
            raise Http404
        _threads.put((thread_id, thread.version), thread)
    return thread


def visible_reply_count(thread: Thread, *, viewer: Member | None) -> int:
    """Return how many standing replies this viewer may read; the count itself must not betray the others."""
    if viewer is None or not (viewer.hidden_ids or viewer.left_out_topics):
        return thread.reply_count
    return Post.objects.filter(thread=thread, is_opening=False).standing().visible_to(viewer).count()
