"""The last word of a thread, for a reader who may not see everybody in it."""

from django.db.models import OuterRef, QuerySet

from forum.models import Post


def newest_seen(hidden: frozenset[int]) -> QuerySet[Post]:
    """Return the standing posts of the outer thread without named ones of these members, newest first."""
    return (
        Post.objects.filter(thread=OuterRef("pk"), removed_at__isnull=True)
        .exclude(alias__isnull=True, author__in=hidden)
        .order_by("-pk")
    )
