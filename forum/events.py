"""What can happen in the forum, as pointers, and who may listen to a thread or a space.

An event names its actor only when the post is under the member's own name: an anonymous act has none.
"""

from django.http import Http404

from forum.models import Post, Thread
from live.actions import publish, whisper
from people.models import Member

THREAD_STARTED = "forum.thread_started"
REPLY_POSTED = "forum.reply_posted"
POST_EDITED = "forum.post_edited"
POST_REMOVED = "forum.post_removed"
THREAD_CHANGED = "forum.thread_changed"
SUPPORT_GIVEN = "forum.support_given"
SOMEONE_WRITING = "forum.someone_writing"


def _named_author(item: Post | Thread) -> int | None:
    return item.author_id if item.alias_id is None else None


def announce_thread(thread: Thread) -> None:
    """Tell the space that a thread was started."""
    publish(
        [f"space:{thread.space_id}"], THREAD_STARTED, {"thread": thread.pk}, actor_id=_named_author(thread)
    )


def announce_post(kind: str, post: Post) -> None:
    """Tell the thread's readers that a reply was posted, edited or removed."""
    publish(
        [f"thread:{post.thread_id}"],
        kind,
        {"thread": post.thread_id, "post": post.pk},
        actor_id=_named_author(post),
    )


def announce_change(thread: Thread) -> None:
    """Tell readers that the thread itself changed: locked, opened, removed, or its update was pinned."""
    publish([f"thread:{thread.pk}"], THREAD_CHANGED, {"thread": thread.pk}, actor_id=_named_author(thread))


def announce_support(post: Post, supporter: Member) -> None:
    """Tell the author, and nobody else, that someone answered their post with a press."""
    publish(
        [f"member:{post.author_id}"],
        SUPPORT_GIVEN,
        {"thread": post.thread_id, "post": post.pk},
        actor_id=supporter.pk,
    )


def announce_writing(thread: Thread, writer: Member, *, anonymous: bool) -> None:
    """Tell whoever reads right now that someone is writing; who, only if the writer chose to be seen.

    Writing anonymously has no actor: readers apart from the writer would else see the reply come unannounced
    and know whose it is.
    """
    data: dict[str, int | str] = {"thread": thread.pk}
    if writer.shows_writing and not anonymous:
        data["by"] = writer.pk
    whisper(f"thread:{thread.pk}", SOMEONE_WRITING, data, actor_id=None if anonymous else writer.pk)


def may_listen_to_thread(member: Member, thread_id: int) -> bool:
    """Whoever may read the thread may hear of it."""
    from forum.queries import get_thread

    try:
        get_thread(thread_id, viewer=member)
    except Http404:
        return False
    return True


def may_listen_to_space(member: Member, space_id: int) -> bool:
    """Whoever may read the space may hear of its new threads."""
    from forum.models import Space

    return Space.objects.standing().readable_by(member).filter(pk=space_id).exists()
