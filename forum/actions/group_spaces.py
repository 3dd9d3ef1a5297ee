"""Spaces that belong to a group: known to its members alone. The feature above has asked who may."""

import secrets
from datetime import datetime

from django.db import transaction

from forum.actions.spaces import doors_changed, spaces_changed
from forum.models import Space, SpaceMembership
from forum.models.spaces import Access
from people.models import Member


@transaction.atomic
def open_group_space(*, name: str, purpose: str, agreement: str) -> Space:
    """Open a space that nobody can see yet. Its address tells nothing of what it is for."""
    space = Space.objects.create(
        slug=f"group-{secrets.token_hex(5)}",
        name=name,
        purpose=purpose,
        agreement=agreement,
        access=Access.GROUP,
    )
    spaces_changed(space.pk)
    return space


@transaction.atomic
def describe_group_space(space: Space, *, name: str, purpose: str, agreement: str) -> None:
    """Have the space say what its group says of itself."""
    Space.objects.filter(pk=space.pk).update(name=name, purpose=purpose, agreement=agreement)
    spaces_changed(space.pk)


@transaction.atomic
def close_group_space(space: Space, *, now: datetime) -> None:
    """Close it with its group: nobody reads or writes there any more."""
    Space.objects.filter(pk=space.pk).update(archived_at=now)
    spaces_changed(space.pk)


@transaction.atomic
def enter_group_space(space: Space, *, member: Member, now: datetime) -> None:
    """Let a member of the group in."""
    SpaceMembership.objects.update_or_create(space=space, member=member, defaults={"admitted_at": now})
    doors_changed(member.pk)


@transaction.atomic
def leave_group_space(space: Space, *, member: Member) -> None:
    """Let out whoever is in the group no more."""
    if SpaceMembership.objects.filter(space=space, member=member).delete()[0]:
        doors_changed(member.pk)
