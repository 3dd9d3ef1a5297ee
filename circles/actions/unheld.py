"""Groups that nobody holds any more: noticed, told to whoever can take one on, and taken on."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from circles import events, permissions
from circles.actions.groups import subject_of
from circles.models import Group, Membership, Waiting
from forum import actions as forum
from notifications.actions import notify
from people.models import Member
from safety.actions import record

UNHELD = "circles.group_unheld"


class HeldAgain(Exception):
    """Somebody else was quicker, or whoever held it is back."""


def watch_over_groups(*, now: datetime) -> int:
    """Mark the groups that nobody holds since lately, and tell whoever can take one on; return how many.

    A group whose facilitator decides to stay after all is held again.
    """
    unheld = Group.objects.unheld()
    for group in Group.objects.in_need().exclude(pk__in=unheld.values("pk")):
        _mark(group, None)
    return sum(_tell_once(group, now=now) for group in unheld.filter(unheld_since__isnull=True))


@transaction.atomic
def _tell_once(group: Group, *, now: datetime) -> bool:
    if not Group.objects.filter(pk=group.pk, unheld_since__isnull=True).update(unheld_since=now):
        return False
    told = list(permissions.who_opens_groups().values_list("pk", flat=True))
    notify(UNHELD, subject_id=group.pk, member_ids=told, now=now)
    events.announce_group(group)
    return True


@transaction.atomic
def take_on(group: Group, *, by: Member, now: datetime) -> Membership:
    """Hold a group that nobody holds, under one's own name unless one is inside already; else HeldAgain.

    There is always room for whoever does, and it goes on the record.
    """
    if not permissions.can_open_groups(by):
        raise PermissionDenied
    group = Group.objects.select_for_update(of=("self",)).select_related("space").get(pk=group.pk)
    if not Group.objects.unheld().filter(pk=group.pk).exists():
        raise HeldAgain
    Waiting.objects.filter(group=group, member=by).delete()
    mine, _ = Membership.objects.update_or_create(
        group=group, member=by, defaults={"facilitates_since": now},
        create_defaults={
            "facilitates_since": now, "joined_at": now, "agreed_edition": group.agreement_edition,
        },
    )  # fmt: skip
    forum.enter_group_space(group.space, member=by, now=now)
    record("circles.group_taken_on", by=by, now=now, subject=subject_of(group))
    _mark(group, None)
    return mine


def _mark(group: Group, since: datetime | None) -> None:
    Group.objects.filter(pk=group.pk).update(unheld_since=since)
    events.announce_group(group)
