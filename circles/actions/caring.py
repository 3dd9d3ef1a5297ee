"""Somebody needs help in a circle: a private note, a room beside it, being asked after when they left in distress."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from chat import actions as chat
from circles import events
from circles.actions.holding import held, locked
from circles.actions.meetings import close_beside, go_out
from circles.actions.rounds import LATER, end_turn
from circles.models import Leaving, Meeting, Membership, Presence, SideRoom, Turn, Worry
from circles.rooms import BESIDE
from circles.worries import subject_of
from notifications.actions import notify
from people.models import Member
from safety import actions as safety
from safety.models import Case, Concern

ASKED_AFTER = "circles.asked_after"


@transaction.atomic
def ask_for_help(meeting: Meeting, *, presence: Presence, words: str, now: datetime) -> None:
    """Tell those who hold the circle, and nobody else, that one needs help."""
    Presence.objects.filter(pk=presence.pk, meeting=meeting).update(
        help_at=now, help_words=words, help_seen_at=None
    )
    events.announce_meeting(meeting)


@transaction.atomic
def see_to(meeting: Meeting, *, presence: Presence, by: Presence, now: datetime) -> None:
    """Say that one looks after somebody who asked for help."""
    held(meeting, by)
    Presence.objects.filter(pk=presence.pk, help_seen_at=None).update(help_seen_at=now)
    events.announce_meeting(meeting)


@transaction.atomic
def open_side_room(
    meeting: Meeting, *, guest: Presence, helper: Presence, by: Presence, now: datetime
) -> SideRoom:
    """Have somebody talk with a helper beside the circle; they stay in it, and can come back when they like.

    Moved twice they are in one: whoever helps is changed.
    """
    meeting = held(meeting, by)
    if guest.pk == helper.pk or not (guest.is_there and helper.is_there):
        raise PermissionDenied
    for opened in SideRoom.objects.filter(meeting=meeting, guest=guest, closed_at=None):
        if opened.helper_id == helper.pk:
            return opened
        close_beside(opened, now=now)
    side_room = SideRoom.objects.create(meeting=meeting, guest=guest, helper=helper, opened_at=now)
    side_room.room = chat.make_room(
        f"{BESIDE}:{side_room.pk}", name=meeting.circle.schedule.group.name, lifetime="day", now=now
    )
    side_room.save(update_fields=["room"])
    Presence.objects.filter(pk=guest.pk, help_seen_at=None).update(help_seen_at=now)
    _skip(meeting, guest, now=now)
    events.announce_meeting(meeting)
    return side_room


def _skip(meeting: Meeting, guest: Presence, *, now: datetime) -> None:
    """Have a round come back later to somebody who is beside it."""
    if meeting.turn_id == guest.pk or guest.turn == Turn.WAITING:
        end_turn(meeting, presence=guest, how=LATER, now=now)


@transaction.atomic
def close_side_room(side_room: SideRoom, *, by: Presence, now: datetime) -> None:
    """Go back to the circle: either of the two, and what was said there goes."""
    if by.pk not in (side_room.guest_id, side_room.helper_id):
        raise PermissionDenied
    meeting = locked(side_room.meeting)
    for opened in SideRoom.objects.filter(pk=side_room.pk, closed_at=None):
        close_beside(opened, now=now)
    events.announce_meeting(meeting)


@transaction.atomic
def leave_circle(meeting: Meeting, *, mine: Membership, presence: Presence, how: str, now: datetime) -> None:
    """Go out of a circle, having said how one is. Whoever is not well is asked the next day how they are."""
    go_out(meeting, presence=presence, now=now)
    if how != Leaving.WELL:
        _have_asked_after(meeting, mine, how, now=now)


def _have_asked_after(meeting: Meeting, mine: Membership, how: str, *, now: datetime) -> Case:
    """Open a follow-up for a named person; one of those who hold the circle, where they work at the desk."""
    worry, _ = Worry.objects.update_or_create(
        circle=meeting.circle, member=mine.member, defaults={"name": mine.name, "said": how, "at": now}
    )
    holding = Membership.objects.filter(group=mine.group, facilitates_since__isnull=False)
    there = Presence.objects.filter(meeting=meeting).there().values("member")
    first_choice = list(holding.filter(member__in=there).values_list("member_id", flat=True))
    return safety.ask_after(subject_of(worry), concern=Concern.CRISIS, first_choice=first_choice, now=now)


@transaction.atomic
def answer_worry(worry: Worry, *, words: str, now: datetime) -> None:
    """Write to somebody who left in distress, for the desk; they are told with neutral words."""
    Worry.objects.filter(pk=worry.pk).update(answer=words, answered_at=now)
    notify(ASKED_AFTER, subject_id=worry.pk, member_ids=[worry.member_id], now=now)


def say_well(worry: Worry, *, by: Member, now: datetime) -> None:
    """Say that one is well again."""
    _own(worry, by)
    safety.tell_safe("circles.worry", worry.pk, now=now)


def ask_to_talk(worry: Worry, *, by: Member, now: datetime) -> None:
    """Say that one would like somebody to talk to, now."""
    _own(worry, by)
    safety.ask_for_a_person(subject_of(worry), now=now)


def _own(worry: Worry, by: Member) -> None:
    if worry.member_id != by.pk:
        raise PermissionDenied
