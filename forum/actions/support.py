"""Answering a post with one press."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.support import SupportKind
from forum import events, permissions
from forum.models import Post, Reading, Support
from notifications.actions import notify
from people.actions import wait_for_turn
from people.models import Member


@transaction.atomic
def toggle_support(
    post: Post, *, member: Member, kind: str, now: datetime, wanted: bool | None = None
) -> bool:
    """Say it, or take it back when it was said before; return whether it stands. Only the author is told.

    With `wanted` it ends up said or not said, whatever was before.
    """
    if kind not in SupportKind.values or not permissions.can_support(member, post):
        raise PermissionDenied
    wait_for_turn(member)
    given, made = Support.objects.get_or_create(post=post, member=member, kind=kind)
    if wanted and not made:
        return True
    if wanted is False or not made:
        given.delete()
        return False
    Reading.objects.update_or_create(member=member, thread=post.thread, defaults={"has_support": True})
    events.announce_support(post, member)
    notify("forum.support", subject_id=given.pk, member_ids=[post.author_id], actor_id=member.pk, now=now)
    return True
