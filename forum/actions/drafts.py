"""Words that are not posted yet, kept as they are typed."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from forum.models import Draft, Post, Reading, Space, Thread
from people.models import Member
from people.queries import pack_notes


@transaction.atomic
def save_draft(
    member: Member,
    *,
    thread: Thread | None = None,
    space: Space | None = None,
    title: str = "",
    body: str = "",
    wants: str = "",
    notes: Iterable[str] = (),
    anonymous: bool = False,
    nonce: UUID | None = None,
) -> None:
    """Keep the words for one reply (thread) or one new thread (space); empty words drop the draft.

    Words that arrive late, when what bears their nonce was posted already, are not kept.
    """
    if nonce and Post.objects.filter(author=member, nonce=nonce).exists():
        return
    if not body.strip() and not title.strip():
        drop_draft(member, thread=thread, space=space)
        return
    Draft.objects.update_or_create(
        member=member,
        thread=thread,
        space=space,
        defaults={
            "title": title[:200],
            "body": body[:40_000],
            "wants": wants,
            "notes": pack_notes(notes),
            "anonymous": anonymous,
        },
    )
    if thread:
        Reading.objects.update_or_create(member=member, thread=thread, defaults={"has_draft": True})


def drop_draft(member: Member, *, thread: Thread | None = None, space: Space | None = None) -> None:
    """Forget a draft, because it was posted or emptied."""
    Draft.objects.filter(member=member, thread=thread, space=space).delete()
    if thread:
        Reading.objects.filter(member=member, thread=thread, has_draft=True).update(has_draft=False)
