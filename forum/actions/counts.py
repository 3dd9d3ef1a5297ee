"""What a thread remembers of its posts, worked out anew from the posts that stand."""

from collections.abc import Iterable

from django.db.models import Case, Count, F, Max, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from forum.models import Post, Thread
from forum.queries.answers import answers


def count_again(thread_ids: Iterable[int]) -> None:
    """Set the reply count, the last activity and the first answer of these threads, and move their versions on."""
    posts = Post.objects.filter(thread=OuterRef("pk"), removed_at__isnull=True).order_by("-pk")
    by_thread = posts.order_by().values("thread")
    named = posts.annotate(shown=Case(When(alias__isnull=True, then=F("author"))))
    threads = Thread.objects.filter(pk__in=list(thread_ids))
    threads.update(
        reply_count=Coalesce(
            Subquery(by_thread.filter(is_opening=False).annotate(count=Count("pk")).values("count")), 0
        ),
        last_activity_at=Subquery(by_thread.annotate(last=Max("created_at")).values("last")),
        last_post_id=Subquery(posts.values("pk")[:1]),
        last_author=Subquery(named.values("shown")[:1]),
        answered_at=Subquery(posts.filter(answers()).order_by("pk").values("created_at")[:1]),
        version=F("version") + 1,
    )
    threads.filter(update_post__removed_at__isnull=False).update(update_post=None)
