"""Opening a group, ending it, and who holds it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from calls import actions as calls
from chat import actions as chat
from circles import events, permissions
from circles.models import Circle, Group, Membership, Schedule, Waiting
from circles.queries import groups_held_alone
from circles.rooms import GROUP
from forum import actions as forum
from notifications.actions import notify
from people.models import Member
from safety.actions import record

CLOSED = "circles.group_closed"


class NobodyHolds(ValueError):
    """A group needs somebody who holds it."""


@transaction.atomic
def open_group(
    *, by: Member, name: str, purpose: str, for_whom: str, agreement: str, door: str, size: int, time_zone: str,
    now: datetime,
) -> Group:  # fmt: skip
    """Open a group with a space and a room of its own; whoever opens it is in it and holds it."""
    if not permissions.can_open_groups(by):
        raise PermissionDenied
    space = forum.open_group_space(name=name, purpose=purpose, agreement=agreement)
    group = Group.objects.create(
        name=name, purpose=purpose, for_whom=for_whom, agreement=agreement, door=door, size=size,
        time_zone=time_zone, space=space, opened_at=now,
    )  # fmt: skip
    Membership.objects.create(
        group=group, member=by, joined_at=now, facilitates_since=now, agreed_edition=group.agreement_edition
    )
    forum.enter_group_space(space, member=by, now=now)
    chat.make_room(f"{GROUP}:{group.pk}", name=name, lifetime="month", now=now)
    record("circles.group_opened", by=by, now=now, subject=subject_of(group))
    return group


@transaction.atomic
def close_group(group: Group, *, by: Member, now: datetime) -> None:
    """End a group: nobody meets, reads or writes there any more. Those inside are told."""
    refuse_unless_held(group, by)
    Group.objects.filter(pk=group.pk).update(closed_at=now, unheld_since=None)
    Waiting.objects.filter(group=group).delete()
    Schedule.objects.filter(group=group, ended_at__isnull=True).update(ended_at=now)
    Circle.objects.filter(schedule__group=group, starts_at__gt=now).delete()
    inside = Membership.objects.filter(group=group).exclude(member=by)
    notify(CLOSED, subject_id=group.pk, member_ids=list(inside.values_list("member_id", flat=True)), now=now)
    calls.recheck_members(
        member_ids=Membership.objects.filter(group=group).values_list("member_id", flat=True)
    )
    forum.close_group_space(group.space, now=now)
    record("circles.group_closed", by=by, now=now, subject=subject_of(group))
    events.announce_group(group)


@transaction.atomic
def agree_again(mine: Membership) -> None:
    """Say yes to the agreement as it is now."""
    Membership.objects.filter(pk=mine.pk).update(agreed_edition=mine.group.agreement_edition)


@transaction.atomic
def appoint_facilitator(group: Group, *, member: Member, by: Member, now: datetime) -> None:
    """Have one more member hold the group."""
    refuse_unless_held(group, by)
    Membership.objects.filter(group=group, member=member, facilitates_since=None).update(
        facilitates_since=now
    )
    record("circles.facilitator_appointed", by=by, now=now, subject=subject_of(group))
    events.announce_group(group)


@transaction.atomic
def step_back(group: Group, *, member: Member, now: datetime) -> None:
    """Hold the group no more, and stay in it; NobodyHolds for the last one who does."""
    refuse_last_facilitator(group, member)
    Membership.objects.filter(group=group, member=member).update(facilitates_since=None)
    record("circles.facilitator_stepped_back", by=member, now=now, subject=subject_of(group))
    events.announce_group(group)


def refuse_last_facilitator(group: Group, member: Member) -> None:
    """Raise NobodyHolds where nobody else who is here holds the group."""
    Group.objects.select_for_update().get(pk=group.pk)
    if groups_held_alone(member).filter(pk=group.pk).exists():
        raise NobodyHolds


def subject_of(group: Group) -> str:
    """Return how the record names a group."""
    return f"circles.group:{group.pk}"


def refuse_unless_held(group: Group, by: Member) -> None:
    """Raise PermissionDenied for whoever does not hold the group."""
    if not permissions.can_facilitate(permissions.membership_in(group, by)):
        raise PermissionDenied
