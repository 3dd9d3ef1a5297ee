"""Making, ordering and archiving spaces, and answering at their doors."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from forum import feeds, permissions
from forum.models import Space, SpaceMembership, Thread
from forum.models.spaces import Access
from forum.signals import door_changed
from live.actions import announce_access_change, publish
from live.topics import ACCESS_CHANGED
from people.models import Member
from people.queries import forget_viewer
from safety.actions import record

CHANNELS_AT_ONCE = 500


@transaction.atomic
def create_space(
    *,
    by: Member,
    slug: str,
    name: str,
    purpose: str,
    agreement: str,
    access: str,
    position: int = 100,
    now: datetime,
) -> Space:
    """Open a new space; operators only."""
    if not permissions.can_arrange_spaces(by):
        raise PermissionDenied
    space = Space.objects.create(
        slug=slug, name=name, purpose=purpose, agreement=agreement, access=access, position=position
    )
    record("forum.space_created", by=by, now=now, subject=f"forum.space:{space.pk}")
    spaces_changed(space.pk)
    return space


@transaction.atomic
def edit_space(
    space: Space,
    *,
    by: Member,
    name: str,
    purpose: str,
    agreement: str,
    access: str,
    position: int,
    now: datetime,
) -> None:
    """Change a space's words, door or place in the list; operators only. Its address stays."""
    if not permissions.can_arrange_spaces(by):
        raise PermissionDenied
    Space.objects.filter(pk=space.pk).update(
        name=name, purpose=purpose, agreement=agreement, access=access, position=position
    )
    record(
        "forum.space_edited",
        by=by,
        now=now,
        subject=f"forum.space:{space.pk}",
        details={"access": str(access)},
    )
    spaces_changed(space.pk)
    if access != space.access:
        _door_changed(space.pk)


def archive_space(space: Space, *, by: Member, now: datetime) -> None:
    """Close a space: nobody reads or writes in it, nothing is deleted."""
    _set_archived(space, by=by, archived_at=now, now=now)


def reopen_space(space: Space, *, by: Member, now: datetime) -> None:
    """Open an archived space again."""
    _set_archived(space, by=by, archived_at=None, now=now)


@transaction.atomic
def _set_archived(space: Space, *, by: Member, archived_at: datetime | None, now: datetime) -> None:
    if not permissions.can_arrange_spaces(by):
        raise PermissionDenied
    act = "forum.space_archived" if archived_at else "forum.space_reopened"
    record(act, by=by, now=now, subject=f"forum.space:{space.pk}")
    Space.objects.filter(pk=space.pk).update(archived_at=archived_at)
    spaces_changed(space.pk)
    _door_changed(space.pk)


def ask_to_enter(space: Space, *, member: Member) -> None:
    """Ask the moderators of a by-request space to be let in; asking twice is asking once."""
    if space.access == Access.REQUEST and space.archived_at is None:
        SpaceMembership.objects.get_or_create(space=space, member=member)


@transaction.atomic
def admit(membership: SpaceMembership, *, by: Member, now: datetime) -> None:
    """Let somebody in who asked."""
    if not permissions.can_admit(by, membership.space):
        raise PermissionDenied
    SpaceMembership.objects.filter(pk=membership.pk).update(admitted_at=now)
    _record("forum.member_admitted", membership.space, by=by, about_id=membership.member_id, now=now)
    doors_changed(membership.member_id)


@transaction.atomic
def turn_away(membership: SpaceMembership, *, by: Member, now: datetime) -> None:
    """Take back somebody's way in, or their request; they can ask again."""
    if not permissions.can_admit(by, membership.space):
        raise PermissionDenied
    _record("forum.member_turned_away", membership.space, by=by, about_id=membership.member_id, now=now)
    membership.delete()
    doors_changed(membership.member_id)


@transaction.atomic
def leave_space(space: Space, *, member: Member) -> None:
    """Let a member go out of a by-request space, or take their request back; nobody is asked why.

    A group's space is left by leaving the group.
    """
    if space.access == Access.GROUP:
        raise PermissionDenied
    if SpaceMembership.objects.filter(space=space, member=member).delete()[0]:
        doors_changed(member.pk)


@transaction.atomic
def appoint_moderator(space: Space, *, member: Member, by: Member, now: datetime) -> None:
    """Make somebody a moderator of one space, which also lets them in; operators only."""
    if not permissions.can_arrange_spaces(by):
        raise PermissionDenied
    SpaceMembership.objects.update_or_create(
        space=space, member=member, defaults={"admitted_at": now, "moderates_since": now}
    )
    _record("forum.moderator_appointed", space, by=by, about_id=member.pk, now=now)
    doors_changed(member.pk)
    forget_viewer(member)


@transaction.atomic
def dismiss_moderator(space: Space, *, member: Member, by: Member, now: datetime) -> None:
    """Take the space out of somebody's care; they stay in it."""
    if not permissions.can_arrange_spaces(by):
        raise PermissionDenied
    SpaceMembership.objects.filter(space=space, member=member).update(moderates_since=None)
    _record("forum.moderator_dismissed", space, by=by, about_id=member.pk, now=now)
    doors_changed(member.pk)
    forget_viewer(member)


def _record(act: str, space: Space, *, by: Member, about_id: int, now: datetime) -> None:
    record(act, by=by, now=now, about_id=about_id, subject=f"forum.space:{space.pk}")


def doors_changed(member_id: int) -> None:
    feeds.forget_spaces()
    permissions.forget_doors(member_id)
    transaction.on_commit(lambda: permissions.forget_doors(member_id))
    announce_access_change([member_id])


def spaces_changed(space_id: int) -> None:
    feeds.forget(space_id)
    feeds.forget_spaces()


def _door_changed(space_id: int) -> None:
    """Have everybody who listens in the space asked again whether they may."""
    thread_ids = Thread.objects.filter(space=space_id, removed_at__isnull=True).values_list("pk", flat=True)
    channels = [f"space:{space_id}", *(f"thread:{thread_id}" for thread_id in thread_ids)]
    for start in range(0, len(channels), CHANNELS_AT_ONCE):
        publish(channels[start : start + CHANNELS_AT_ONCE], ACCESS_CHANGED, {})
    door_changed.send(Space, space_id=space_id)
