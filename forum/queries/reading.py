"""What one member was writing, and under which name they would post anonymously."""

from forum.models import Draft, Space, Thread
from forum.names import alias_in
from people.models import Member


def composer_draft(
    member: Member, *, thread: Thread | None = None, space: Space | None = None
) -> Draft | None:
    """Return the words kept for this place, or None."""
    return Draft.objects.filter(member=member, thread=thread, space=space).first()


def list_drafts(member: Member) -> list[Draft]:
    """Return everything this member was writing, last touched first."""
    return list(
        Draft.objects.filter(member=member).select_related("thread", "space").order_by("-updated_at", "-pk")
    )


def anonymous_name(thread: Thread, member: Member) -> str:
    """Return the name this member has or would get here when they post anonymously; for themselves only."""
    return alias_in(thread, member)[0]
