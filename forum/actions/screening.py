"""What happens to words the moment they are posted: sorted, perhaps held for a person, never for being in pain."""

from datetime import datetime, timedelta

from forum.models import Post
from safety.actions import Sorted, screen_written
from safety.queries import sorted_already
from safety.subjects import Subject

SORTED_BACK = timedelta(days=31)
ASKED_BACK = timedelta(days=3)
AT_ONCE = 100


def screen_post(
    post: Post, *, now: datetime, may_hold: bool = True, asks: bool = True, changed: bool = False
) -> Sorted:
    """Sort a post that was just written or changed; who reads its case never depends on who may read the post."""
    return screen_written(
        subject_to_screen(post), by=post.author, answers=_answered(post), may_hold=may_hold, asks=asks,
        waits=post.held_at is not None, changed=changed, now=now,
    )  # fmt: skip


def subject_to_screen(post: Post) -> Subject:
    """Return the post as the desk needs it to open a case: where it is, whose it is, and what was typed."""
    return Subject(
        kind="forum.post", pk=post.pk, ref="", line="", address="", place=f"space:{post.thread.space_id}",
        author_id=post.author_id, is_anonymous=post.alias_id is not None, title=post.title, text=post.body,
    )  # fmt: skip


def _answered(post: Post) -> int:
    """Return which post this one answers: the one it quotes, else the one the thread began with; 0 for none."""
    if post.is_opening:
        return 0
    if post.quoted_id:
        return post.quoted_id
    opening = Post.objects.filter(thread=post.thread_id, is_opening=True).values_list("pk", flat=True)
    return opening.first() or 0


def screen_earlier_posts(after: int, *, now: datetime) -> int | None:
    """Sort posts of the last weeks that came in bulk, some at a time; return the last one looked at, None at the end.

    Only those of the last days open a case: an import is no reason to fill the desk with what is long over. None is
    held, since others have read them.
    """
    posts = Post.objects.standing().filter(pk__gt=after, created_at__gt=now - SORTED_BACK).order_by("pk")
    found = list(posts.select_related("thread", "author")[:AT_ONCE])
    known = set(sorted_already("forum.post", [post.pk for post in found]))
    for post in found:
        if post.pk not in known:
            screen_post(post, may_hold=False, asks=post.created_at > now - ASKED_BACK, now=now)
    return found[-1].pk if found else None
