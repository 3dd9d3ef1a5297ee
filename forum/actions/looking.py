"""Looks of staff at what not everybody may read. They leave a trace, so they are writes."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from forum.models import Post, PostRevision
from forum.queries import list_revisions
from people.models import Member
from safety.actions import record


@transaction.atomic
def read_history(post: Post, *, by: Member, now: datetime) -> QuerySet[PostRevision]:
    """Return what a post said before, newest first, and put a moderator's look on the record.

    For its author and moderators; Http404 for others.
    """
    revisions = list_revisions(post, viewer=by)
    if post.author_id != by.pk:
        record("forum.history_read", by=by, now=now, about_id=post.author_id, subject=f"forum.post:{post.pk}")
    return revisions
