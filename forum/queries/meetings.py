"""How two members met in the forum, by what both wrote under their own names. Anonymous posts are nobody's here."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from forum.models import HelperSettings, Post, SpaceMembership, Thread
from forum.models.spaces import Access
from people.models import Member
from people.permissions import allows


def has_replied_to(member: Member, other: Member) -> bool:
    """Tell whether the member replied in a thread of the other's, or answered a passage of theirs."""
    to_other = Q(thread__author=other, thread__alias__isnull=True)
    to_other |= Q(quoted__author=other, quoted__alias__isnull=True)
    return _named_posts_of(member).filter(to_other, is_opening=False).exists()


def share_a_space(one: Member, other: Member) -> bool:
    """Tell whether both write in the same space, or were let into it."""
    return bool(_spaces_of(one) & _spaces_of(other))


def find_common_thread(one: Member, other: Member, *, viewer: Member) -> Thread | None:
    """Return the thread last active in which both wrote, of those the viewer may read."""
    by_one, by_other = (
        Exists(_named_posts_of(member).filter(thread=OuterRef("pk"))) for member in (one, other)
    )
    found = Thread.objects.visible_to(viewer).without_left_out(viewer).filter(by_one, by_other)
    return found.order_by("-last_activity_at", "-pk").first()


def offered_to_help(member: Member) -> bool:
    """Tell whether the member offered to answer those who wait, or listens by role."""
    opted_in = HelperSettings.objects.filter(member=member, opted_in_at__isnull=False)
    return allows(member, "take_listening_shifts") or opted_in.exists()


def _named_posts_of(member: Member) -> QuerySet[Post]:
    return Post.objects.standing().filter(author=member, alias__isnull=True, thread__removed_at__isnull=True)


def _spaces_of(member: Member) -> set[int]:
    wrote_in = _named_posts_of(member).order_by().values_list("thread__space_id", flat=True).distinct()
    let_into = SpaceMembership.objects.filter(member=member, admitted_at__isnull=False)
    # Being in one group joins nobody: one of the two may have another name there.
    let_into = let_into.exclude(space__access=Access.GROUP)
    return {*wrote_in, *let_into.values_list("space_id", flat=True)}
