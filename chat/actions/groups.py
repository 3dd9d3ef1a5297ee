"""Small groups: made by a member or another feature, come into with a yes, left without a word."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from chat import events, permissions, unread
from chat.models import MOST_IN_A_GROUP, Conversation, Kind, Message, Request, Seat
from chat.queries import Standing
from people.models import Member
from people.queries import sees_no_trace_of


class GroupFull(Exception):
    """As many are in the group as may be."""


@transaction.atomic
def make_group(*, name: str, keeper: Member, now: datetime) -> Conversation:
    """Begin a group with nobody in it but whoever keeps it; others come in by invitation."""
    if not permissions.can_speak(keeper, now=now):
        raise PermissionDenied
    group = Conversation.objects.create(
        kind=Kind.GROUP, name=name, named_by=keeper, keeper=keeper, started_at=now
    )
    Seat.objects.create(conversation=group, member=keeper, active_at=now)
    return group


@transaction.atomic
def come_in(group: Conversation, *, member: Member, now: datetime) -> Seat:
    """Give somebody who said yes a seat in a group. What was said before they came stays with those who were there.

    Coming in twice changes nothing. Raises GroupFull, and PermissionDenied where the group has ended, or where they
    would sit with somebody they are apart from. Other features call this where people said yes to something of theirs.
    """
    group = Conversation.objects.select_for_update().get(pk=group.pk)
    seats = Seat.objects.filter(conversation=group)
    if seat := seats.filter(member=member).first():
        return seat
    seated = list(seats.values_list("member_id", flat=True))
    if not group.is_group or group.ended_at or sees_no_trace_of(member, seated):
        raise PermissionDenied
    if len(seated) >= MOST_IN_A_GROUP:
        raise GroupFull
    newest = Message.objects.filter(conversation=group).aggregate(pk=Max("pk"))["pk"] or 0
    seat = Seat.objects.create(
        conversation=group, member=member, begins_after=newest, seen_message_id=newest, active_at=now
    )
    events.announce_change(group, by=member)
    return seat


@transaction.atomic
def leave_group(standing: Standing, *, with_words: bool, now: datetime) -> None:
    """Leave without a word to anybody; one's words stay, unless they are taken along.

    Whoever keeps the group hands it to the one who is there longest. A group nobody is in any more goes, and so do the
    invitations of whoever left.
    """
    group, member = Conversation.objects.select_for_update().get(pk=standing.conversation.pk), standing.viewer
    if not group.is_group or not Seat.objects.filter(pk=standing.mine.pk).delete()[0]:
        raise PermissionDenied
    Request.objects.open().filter(into=group, sender=member).delete()
    if with_words:
        said = Message.objects.filter(conversation=group, author=member, removed_at__isnull=True)
        said.update(removed_at=now)
    events.announce_change(group, by=member)
    pass_on(group, leaving=member)
    unread.forget([member.pk])


def pass_on(group: Conversation, *, leaving: Member) -> None:
    """Find another keeper for what somebody leaves, or end it where nobody is left."""
    longest = Seat.objects.filter(conversation=group).order_by("pk").first()
    if longest is None:
        group.delete()
    elif group.keeper_id == leaving.pk:
        Conversation.objects.filter(pk=group.pk).update(keeper=longest.member_id)


@transaction.atomic
def hand_over(standing: Standing, *, to: Member) -> None:
    """Have somebody else of the group keep it from now on; for its keeper."""
    _kept(standing)
    if not any(seat.member_id == to.pk for seat in standing.others):
        raise PermissionDenied
    Conversation.objects.filter(pk=standing.conversation.pk).update(keeper=to)
    events.announce_change(standing.conversation, by=standing.viewer)


@transaction.atomic
def name_group(standing: Standing, *, name: str) -> None:
    """Call the group something else; for its keeper."""
    _kept(standing)
    Conversation.objects.filter(pk=standing.conversation.pk).update(name=name, named_by=standing.viewer)
    events.announce_change(standing.conversation, by=standing.viewer)


def _kept(standing: Standing) -> None:
    group = Conversation.objects.select_for_update().get(pk=standing.conversation.pk)
    if not group.is_group or group.keeper_id != standing.viewer.pk:
        raise PermissionDenied
