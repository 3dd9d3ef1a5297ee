"""Threads that wait, as the facts that routing's rules ask for."""

from django.db.models import Exists, OuterRef, QuerySet

from forum import routing
from forum.likeness import language_of
from forum.models import Post, SpaceMembership, Thread
from forum.models.spaces import Access
from people.queries import topic_names, unpack_notes

READ_FOR_LANGUAGE = 1_000


def load_waiting(threads: QuerySet[Thread]) -> list[routing.Waiting]:
    """Return the facts of these threads. A first post is one before which nothing stands under its author's name.

    What somebody wrote without their name does not count, or their next post would tell of it.
    """
    earlier = Post.objects.not_held().filter(
        author=OuterRef("author"), alias__isnull=True, created_at__lt=OuterRef("created_at")
    )
    found = threads.annotate(has_earlier=Exists(earlier)).select_related("space")
    openings = dict(
        Post.objects.filter(thread__in=[thread.pk for thread in found], is_opening=True).values_list(
            "thread_id", "body"
        )
    )
    readers = _readers(
        {thread.space_id for thread in found if thread.space.access in (Access.REQUEST, Access.GROUP)}
    )
    return [_facts(thread, openings.get(thread.pk, ""), readers.get(thread.space_id)) for thread in found]


def _readers(space_ids: set[int]) -> dict[int, frozenset[int]]:
    """Return who was let into each of these spaces."""
    admitted: dict[int, set[int]] = {space: set() for space in space_ids}
    for space, member in SpaceMembership.objects.filter(
        space__in=space_ids, admitted_at__isnull=False
    ).values_list("space_id", "member_id"):
        admitted[space].add(member)
    return {space: frozenset(members) for space, members in admitted.items()}


def _facts(thread: Thread, body: str, readers: frozenset[int] | None) -> routing.Waiting:
    topics = unpack_notes(thread.notes)
    names = topic_names()
    words = [thread.title, thread.space.name, *topics, *(names.get(topic, "") for topic in topics)]
    return routing.Waiting(
        id=thread.pk,
        space_id=thread.space_id,
        author_id=thread.author_id,
        is_anonymous=thread.alias_id is not None,
        is_first_post=not thread.has_earlier,  # type: ignore[attr-defined]
        created_at=thread.created_at,
        subject=" ".join(words),
        topics=frozenset(topics),
        wants=thread.wants,
        language=language_of(f"{thread.title}\n{body[:READ_FOR_LANGUAGE]}"),
        readers=readers,
    )
