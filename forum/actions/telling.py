"""Telling whom a reply concerns: those who follow its thread, and whose words it answers."""

from datetime import datetime

from forum.models import Post, Reading, Thread
from notifications.actions import notify


def tell_followers(post: Post, thread: Thread, *, now: datetime) -> None:
    """Give those who follow the thread a notice, and whoever wrote the quoted passage one of their own."""
    followers = set(
        Reading.objects.filter(thread=thread, followed_at__isnull=False)
        .exclude(member_id=post.author_id)
        .values_list("member_id", flat=True)
    )
    actor_id = post.author_id if post.alias_id is None else None
    if post.quoted and post.quoted.author_id != post.author_id:
        followers.discard(post.quoted.author_id)
        notify(
            "forum.quote",
            subject_id=post.pk,
            member_ids=[post.quoted.author_id],
            actor_id=actor_id,
            now=now,
        )
    notify("forum.reply", subject_id=post.pk, member_ids=sorted(followers), actor_id=actor_id, now=now)
