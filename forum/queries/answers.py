"""What counts as an answer."""

from django.db.models import F, Q

from forum.models import Post, Thread


def answers() -> Q:
    """Return the condition on posts to be an answer: a reply under another name than the opening post's.

    Under another name, not by another member: else a thread that stays unanswered after an anonymous reply
    would tell everyone that its author wrote it.
    """
    to_named = Q(thread__alias__isnull=True) & (Q(alias__isnull=False) | ~Q(author=F("thread__author")))
    to_alias = Q(thread__alias__isnull=False) & (Q(alias__isnull=True) | ~Q(alias=F("thread__alias")))
    return Q(is_opening=False) & (to_named | to_alias)


def is_answer(post: Post, thread: Thread) -> bool:
    """Tell of one post what `answers` asks of many."""
    if post.is_opening or post.alias_id != thread.alias_id:
        return not post.is_opening
    return post.alias_id is None and post.author_id != thread.author_id
