"""Whoever may post only so often for a while waits; what they wrote stays with them."""

from datetime import datetime, timedelta

from forum import permissions
from forum.actions.turns import wait_for_turn
from forum.models import Post
from people.models import Member

HOUR = timedelta(hours=1)


class TooSoon(Exception):
    """Somebody decided that this member posts more slowly; `again_at` is when the next post can come."""

    def __init__(self, *, again_at: datetime) -> None:
        super().__init__()
        self.again_at = again_at


def keep_pace(author: Member, *, now: datetime) -> None:
    """Raise TooSoon when this member has posted as often in the last hour as they may."""
    per_hour = permissions.pace_of(author)
    if per_hour is None:
        return
    wait_for_turn(author)
    lately = Post.objects.filter(author=author, created_at__gt=now - HOUR).order_by("-created_at")
    times = list(lately.values_list("created_at", flat=True)[:per_hour])
    if len(times) >= per_hour:
        raise TooSoon(again_at=times[-1] + HOUR)
