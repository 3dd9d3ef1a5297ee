"""Who may do what in spaces, threads and posts: yes or no, from facts already loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from forum.models import HelperSettings, Post, Space, SpaceMembership, Thread
from forum.models.spaces import Access
from people.models import Member
from people.permissions import allows
from safety import queries as safety

DOORS_SECONDS = 30


@dataclass(frozen=True)
class Doors:
    """The by-request spaces a member was let into and the spaces they moderate, as ids; whether they help; and until
    when they may not post, if somebody decided so."""

    admitted: frozenset[int]
    moderated: frozenset[int]
    helps: bool = False
    paused_until: datetime | None = None


NO_DOORS = Doors(frozenset(), frozenset())


def doors_of(member: Member | None) -> Doors:
    """Return the member's doors, kept for half a minute and dropped when they change."""
    if member is None:
        return NO_DOORS
    doors: Doors | None = cache.get(f"doors:{member.pk}")
    if doors is None:
        rows = SpaceMembership.objects.filter(member=member).values_list(
            "space_id", "admitted_at", "moderates_since"
        )
        doors = Doors(
            frozenset(space for space, admitted, _ in rows if admitted),
            frozenset(space for space, _, moderates in rows if moderates),
            HelperSettings.objects.filter(member=member, opted_in_at__isnull=False).exists(),
            safety.paused_until(member, now=timezone.now()),
        )
        cache.set(f"doors:{member.pk}", doors, DOORS_SECONDS)
    return doors


def forget_doors(member_id: int) -> None:
    """Drop what `doors_of` kept, after a change."""
    cache.delete(f"doors:{member_id}")


def can_know_of(viewer: Member | None, space: Space) -> bool:
    """Strangers know of open spaces; members of every one that stands, but of a group's only inside it."""
    if viewer is not None and space.access == Access.GROUP:
        return space.pk in doors_of(viewer).admitted
    return viewer is not None or space.access == Access.OPEN


def can_read(viewer: Member | None, space: Space) -> bool:
    """Whether the threads of this space are open to the viewer."""
    return can_read_any(viewer, space) or space.pk in doors_of(viewer).admitted


def can_read_any(viewer: Member | None, space: Space) -> bool:
    """Whether they are open to the viewer as to anybody like them, whomever was let in."""
    return space.access == Access.OPEN or (viewer is not None and space.access == Access.MEMBERS)


def readable_among(viewer: Member | None, spaces: Iterable[Space]) -> list[Space]:
    """Return the spaces whose threads are open to the viewer; which were, the time it takes does not tell."""
    admitted = doors_of(viewer).admitted
    return [space for space in spaces if can_read_any(viewer, space) or space.pk in admitted]


def can_post(viewer: Member | None, space: Space) -> bool:
    """Whether the viewer may begin a thread here."""
    return (
        viewer is not None
        and space.archived_at is None
        and can_read(viewer, space)
        and allows(viewer, "post")
        and pause_of(viewer) is None
    )


def pause_of(viewer: Member | None) -> datetime | None:
    """Until when this member may not post, None when they may."""
    until = doors_of(viewer).paused_until
    return until if until and until > timezone.now() else None


def can_reply(viewer: Member | None, thread: Thread) -> bool:
    """Whether the viewer may reply: not on a locked or removed thread. Visibility is the query's business."""
    return thread.locked_at is None and thread.removed_at is None and can_post(viewer, thread.space)


def can_moderate(viewer: Member | None, space: Space) -> bool:
    """Whether the viewer looks after this space: its own moderators, and those who look after all."""
    return viewer is not None and can_read(viewer, space) and _looks_after(viewer, space)


def can_admit(viewer: Member | None, space: Space) -> bool:
    """Whether the viewer may answer requests to enter this space; into a group's the group lets people in."""
    return space.access != Access.GROUP and _looks_after(viewer, space)


def _looks_after(viewer: Member | None, space: Space) -> bool:
    if viewer is None or viewer.powers_rest:
        return False
    return space.pk in doors_of(viewer).moderated or allows(viewer, "moderate_any_space")


def moderates_a_space(member: Member) -> bool:
    """Whether somebody looks after any space of their own, which makes them staff whatever their role."""
    return SpaceMembership.objects.filter(member=member, moderates_since__isnull=False).exists()


def can_edit(viewer: Member | None, post: Post) -> bool:
    """Only one's own words that stand or wait for a person, while one may still write there."""
    if viewer is None or post.author_id != viewer.pk or not is_open_for_edits(post):
        return False
    if post.held_at is None and post.removed_at is not None:
        return False
    is_waiting = post.held_at is None or (post.kept_back_at is None and not post.removed_by_author)
    return is_waiting and can_post(viewer, post.thread.space)


def is_open_for_edits(post: Post) -> bool:
    """Whether the thread takes changes to this post still; one kept from others by its own opening post does."""
    thread = post.thread
    return thread.locked_at is None and (
        thread.removed_at is None or (post.is_opening and post.held_at is not None)
    )


def can_remove(viewer: Member | None, post: Post) -> bool:
    """One's own words always, held ones too; other people's as a moderator of the space."""
    if viewer is not None and post.held_at is not None:
        return post.author_id == viewer.pk and not post.removed_by_author
    if viewer is None or post.removed_at is not None:
        return False
    return post.author_id == viewer.pk or can_moderate(viewer, post.thread.space)


def can_see_history(viewer: Member | None, post: Post) -> bool:
    """The author and moderators read what a post said before it was edited."""
    if viewer is None:
        return False
    return post.author_id == viewer.pk or can_moderate(viewer, post.thread.space)


def can_pin(viewer: Member | None, post: Post) -> bool:
    """The thread's author, on a reply under the same name as the opening post.

    Under another name it would join the two names for everyone to see.
    """
    return (
        viewer is not None
        and not post.is_opening
        and post.removed_at is None
        and post.author_id == viewer.pk == post.thread.author_id
        and post.alias_id == post.thread.alias_id
    )


def can_support(viewer: Member | None, post: Post) -> bool:
    """Anybody signed in, on somebody else's standing words."""
    return viewer is not None and post.removed_at is None and post.author_id != viewer.pk


def can_see_waiting_times(viewer: Member | None) -> bool:
    """Whether the viewer helps: by their role, or because they offered to. For nobody else a clock runs."""
    return viewer is not None and (allows(viewer, "see_waiting_times") or doors_of(viewer).helps)


def can_see_the_week(viewer: Member | None) -> bool:
    """Whether the viewer looks after the whole community and so at how long people waited in it."""
    return viewer is not None and allows(viewer, "see_the_week")


def can_arrange_spaces(viewer: Member | None) -> bool:
    """Whether the viewer creates, orders and archives spaces."""
    return viewer is not None and allows(viewer, "create_spaces")


def can_set_offer_waits(viewer: Member | None) -> bool:
    return allows(viewer, "set_clocks")
