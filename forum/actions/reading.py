"""Following, keeping and having read: what only the member themselves ever sees."""

from datetime import datetime

from django.db import transaction

from forum import feeds
from forum.models import Bookmark, Post, Reading, Space, SpaceVisit, Thread
from people.models import Member


def follow(thread: Thread, *, member: Member, now: datetime) -> None:
    """Tell this member of new replies."""
    Reading.objects.update_or_create(member=member, thread=thread, defaults={"followed_at": now})


def unfollow(thread: Thread, *, member: Member) -> None:
    """Stop telling this member of new replies."""
    Reading.objects.filter(member=member, thread=thread).update(followed_at=None)


def bookmark(post: Post, *, member: Member) -> None:
    """Keep a post for oneself."""
    Bookmark.objects.get_or_create(member=member, post=post)


def unbookmark(post: Post, *, member: Member) -> None:
    """Keep it no longer."""
    Bookmark.objects.filter(member=member, post=post).delete()


@transaction.atomic
def mark_seen(thread: Thread, *, member: Member, post_id: int) -> None:
    """Remember how far this member has read; never backwards."""
    reading, made = Reading.objects.get_or_create(
        member=member, thread=thread, defaults={"seen_post_id": post_id}
    )
    if not made:
        Reading.objects.filter(pk=reading.pk, seen_post_id__lt=post_id).update(seen_post_id=post_id)


def visit_space(space: Space, *, member: Member, now: datetime) -> None:
    """Remember when this member last looked at a space."""
    SpaceVisit.objects.update_or_create(member=member, space=space, defaults={"visited_at": now})
    feeds.forget_news(member.pk)
