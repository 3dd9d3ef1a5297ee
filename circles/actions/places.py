"""Places in a group: asking for one, waiting in a fair order, being offered one for two days, taking it, leaving.

Every change of who has a place locks the group first, so that no place is given twice.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from calls import actions as calls
from circles import events, permissions
from circles.actions.circles import sign_off_everywhere
from circles.actions.groups import refuse_last_facilitator
from circles.actions.meetings import leave_all_meetings
from circles.models import Door, Group, Membership, Waiting
from circles.queries import is_apart_from_group, other_name_for, places_taken
from forum import actions as forum
from live.actions import announce_access_change
from notifications.actions import mark_subjects_read, notify
from people.models import Member

OFFER_LASTS = timedelta(hours=48)
OFFERED = "circles.place_offered"
ASKED = "circles.place_asked"


class PlaceGone(Exception):
    """No place is kept for them, or not any more."""


@transaction.atomic
def ask_for_place(group: Group, *, member: Member, under_other_name: bool = False, now: datetime) -> None:
    """Ask for a place; asking twice is asking once. At an open door a free one is kept for them at once.

    Whoever let a place run out was let in before, so nobody has to answer them again: they are last in line.
    """
    group = _locked(group)
    if group.door == Door.INVITATION or group.closed_at:
        raise PermissionDenied
    if Membership.objects.filter(group=group, member=member).exists():
        return
    name, seed = other_name_for(group, member) if under_other_name else ("", 0)
    was_offered = Waiting.objects.filter(group=group, member=member).run_out(now).delete()[0]
    admitted_at = now if group.door == Door.OPEN or was_offered else None
    _, is_new = Waiting.objects.get_or_create(
        group=group,
        member=member,
        defaults={"asked_at": now, "admitted_at": admitted_at, "name": name, "avatar_seed": seed},
    )
    if is_new and admitted_at is None:
        _tell_facilitators(group, member, now=now)
    pass_on_places(group, now=now)


def _tell_facilitators(group: Group, asker: Member, *, now: datetime) -> None:
    """Tell whoever holds the group that somebody asks; without a name, so nobody is left out by it."""
    holding = Membership.objects.filter(group=group, facilitates_since__isnull=False)
    told = [pk for pk in holding.values_list("member_id", flat=True) if pk not in asker.hidden_ids]
    notify(ASKED, subject_id=group.pk, member_ids=told, now=now)


@transaction.atomic
def answer_asker(waiting: Waiting, *, by: Member, admit: bool, now: datetime) -> None:
    """Put somebody who asked in line, or tell them no by silence: their asking is gone, and they can ask again."""
    group = _locked(waiting.group)
    if not permissions.can_facilitate(permissions.membership_in(group, by)):
        raise PermissionDenied
    asked = Waiting.objects.filter(pk=waiting.pk, admitted_at__isnull=True)
    if admit:
        asked.update(admitted_at=now)
        pass_on_places(group, now=now)
    else:
        asked.delete()


@transaction.atomic
def invite(group: Group, *, member: Member, by: Member, now: datetime) -> None:
    """Put somebody in line for a place. Nothing that comes back tells whether they are inside."""
    group = _locked(group)
    if not permissions.can_facilitate(permissions.membership_in(group, by)):
        raise PermissionDenied
    if member.pk in by.hidden_ids or Membership.objects.filter(group=group, member=member).exists():
        return
    Waiting.objects.filter(group=group, member=member).run_out(now).delete()
    waiting, is_new = Waiting.objects.get_or_create(
        group=group, member=member, defaults={"asked_at": now, "admitted_at": now, "is_invited": True}
    )
    if not is_new:
        Waiting.objects.filter(pk=waiting.pk, admitted_at__isnull=True).update(admitted_at=now)
    pass_on_places(group, now=now)


@transaction.atomic
def take_place(group: Group, *, member: Member, under_other_name: bool, now: datetime) -> Membership:
    """Come in by the place that is kept for this member, having agreed to the agreement; else PlaceGone."""
    group = _locked(group)
    waiting = Waiting.objects.filter(group=group, member=member, offered_until__gt=now).first()
    if waiting is None or group.closed_at:
        raise PlaceGone
    name, seed = other_name_for(group, member) if under_other_name else ("", 0)
    waiting.delete()
    mine = Membership.objects.create(
        group=group, member=member, name=name, avatar_seed=seed, joined_at=now,
        agreed_edition=group.agreement_edition,
    )  # fmt: skip
    forum.enter_group_space(group.space, member=member, now=now)
    mark_subjects_read(member, kinds=[OFFERED], subject_ids=[group.pk], now=now)
    events.announce_group(group)
    return mine


@transaction.atomic
def stop_waiting(group: Group, *, member: Member, now: datetime) -> None:
    """Take one's asking back, or let go a place that was kept; the next in line gets it."""
    group = _locked(group)
    if Waiting.objects.filter(group=group, member=member).delete()[0]:
        pass_on_places(group, now=now)


@transaction.atomic
def leave_group(mine: Membership, *, now: datetime) -> None:
    """Go out of a group, without a reason; NobodyHolds for the last one who holds it."""
    if mine.facilitates_since:
        refuse_last_facilitator(mine.group, mine.member)
    let_out(mine, now=now)


@transaction.atomic
def remove_member(membership: Membership, *, by: Member, now: datetime) -> None:
    """Have somebody leave; for whoever holds the group, and nobody who holds it too."""
    mine = permissions.membership_in(membership.group, by)
    if not permissions.can_facilitate(mine) or membership.facilitates_since:
        raise PermissionDenied
    let_out(membership, now=now)


def let_out(membership: Membership, *, now: datetime) -> None:
    """Take somebody out of the group and its space, and pass their place on."""
    group = _locked(membership.group)
    member = membership.member
    membership.delete()
    sign_off_everywhere(group, member, now=now)
    leave_all_meetings(group, member, now=now)
    calls.recheck_members([member.pk])
    announce_access_change([member.pk])
    forum.leave_group_space(group.space, member=member)
    events.announce_group(group)
    pass_on_places(group, now=now)


@transaction.atomic
def pass_on_places(group: Group, *, now: datetime) -> int:
    """Offer every free place to whoever waited longest; return how many. An offer that ran out keeps none.

    Whoever is kept apart from somebody inside keeps their turn in line and is passed over. A group that nobody holds
    takes nobody in.
    """
    group = _locked(group)
    takes_nobody_in = group.closed_at or group.unheld_since
    free = 0 if takes_nobody_in else group.size - places_taken(group, now=now)
    given = 0
    for waiting in Waiting.objects.filter(group=group).in_line().select_related("member__account"):
        if given >= free:
            break
        if is_apart_from_group(waiting.member, group):
            continue
        Waiting.objects.filter(pk=waiting.pk).update(offered_until=now + OFFER_LASTS)
        notify(OFFERED, subject_id=group.pk, member_ids=[waiting.member_id], now=now)
        given += 1
    return given


def pass_on_all(*, now: datetime) -> int:
    """Pass on the places whose offers ran out, and those that became free; return how many were offered."""
    groups = Group.objects.standing().filter(waiting__admitted_at__isnull=False).distinct()
    return sum(pass_on_places(group, now=now) for group in groups)


def _locked(group: Group) -> Group:
    return Group.objects.select_for_update(of=("self",)).select_related("space").get(pk=group.pk)
