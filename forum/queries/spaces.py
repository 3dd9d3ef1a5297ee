"""Spaces as one viewer may know them."""

from datetime import datetime

from django.core.cache import cache
from django.db.models import QuerySet, Subquery
from django.http import Http404

from forum import feeds, permissions
from forum.models import Space, SpaceMembership, SpaceVisit, Thread
from forum.queries.last_words import newest_seen
from people.models import Member

NEWS_SECONDS = 15


def list_spaces(viewer: Member | None) -> list[Space]:
    """Return the standing spaces the viewer may know of, in the operator's order."""
    spaces: list[Space] | None = feeds.remembered_spaces()
    if spaces is None:
        spaces = list(Space.objects.standing())
        feeds.remember_spaces(spaces)
    return [space for space in spaces if permissions.can_know_of(viewer, space)]


def get_space(slug: str, *, viewer: Member | None) -> Space:
    """Return a standing space the viewer may know of, else 404. Its threads may still be closed to them."""
    for space in list_spaces(viewer):
        if space.slug == slug:
            return space
    raise Http404


def readable_space_ids(viewer: Member | None) -> list[int]:
    """Return the ids of the standing spaces whose threads the viewer may read."""
    return [space.pk for space in permissions.readable_among(viewer, list_spaces(viewer))]


def spaces_with_news(viewer: Member | None) -> frozenset[int]:
    """Return the ids of spaces with something new since the viewer last looked; kept for a quarter minute.

    What somebody the viewer may not see began or said does not count.
    """
    if viewer is None:
        return frozenset()
    key = feeds.news_key(viewer.pk)
    news: frozenset[int] | None = cache.get(key)
    if news is None:
        visits = dict(SpaceVisit.objects.filter(member=viewer).values_list("space_id", "visited_at"))
        latest = _latest_activity(viewer)
        news = frozenset(space for space, at in latest.items() if space not in visits or at > visits[space])
        cache.set(key, news, NEWS_SECONDS)
    return news


def _latest_activity(viewer: Member) -> dict[int, datetime]:
    latest = {}
    for space_id in readable_space_ids(viewer):
        threads = Thread.objects.filter(space=space_id, removed_at__isnull=True)
        at = _newest_seen_in(threads, viewer.hidden_ids) if viewer.hidden_ids else _newest_in(threads)
        if at:
            latest[space_id] = at
    return latest


def _newest_in(threads: QuerySet[Thread]) -> datetime | None:
    return threads.order_by("-last_activity_at").values_list("last_activity_at", flat=True).first()


def _newest_seen_in(threads: QuerySet[Thread], hidden: frozenset[int]) -> datetime | None:
    """Return when the newest word that may be seen was said, in threads that may be seen."""
    threads = threads.exclude(alias__isnull=True, author__in=hidden)
    newest = _newest_in(threads.exclude(last_author__in=hidden))
    touched = threads.filter(last_author__in=hidden)
    if newest:
        touched = touched.filter(last_activity_at__gt=newest)
    times = touched.values_list(Subquery(newest_seen(hidden).values("created_at")[:1]), flat=True)
    return max([*filter(None, times), *([newest] if newest else [])], default=None)


def spaces_for_rail(viewer: Member | None) -> list[tuple[Space, bool]]:
    """Return the spaces for the side of every page, each with whether it has news."""
    news = spaces_with_news(viewer)
    return [(space, space.pk in news) for space in list_spaces(viewer)]


def list_space_moderators(space: Space, *, viewer: Member | None) -> list[Member]:
    """Return who looks after this space, as far as the viewer may see them; remembered for a moment."""
    moderators: list[Member] | None = feeds.remembered_moderators(space.pk)
    if moderators is None:
        found = Member.objects.visible_to(None).filter(
            space_memberships__space=space, space_memberships__moderates_since__isnull=False
        )
        moderators = list(found.order_by("name"))
        feeds.remember_moderators(space.pk, moderators)
    hidden = viewer.hidden_ids if viewer else frozenset()
    return [member for member in moderators if member.pk not in hidden]


def spaces_asked_for(member: Member) -> frozenset[int]:
    """Return the ids of the spaces at whose doors this member waits."""
    waiting = SpaceMembership.objects.filter(member=member, admitted_at__isnull=True)
    return frozenset(waiting.values_list("space_id", flat=True))


def list_requests(space: Space, *, viewer: Member) -> QuerySet[SpaceMembership]:
    """Return who waits at this door, longest first; for those who may answer, nobody otherwise."""
    waiting = SpaceMembership.objects.filter(space=space, admitted_at__isnull=True).select_related("member")
    return waiting.order_by("asked_at") if permissions.can_admit(viewer, space) else waiting.none()
