"""Holding a circle: its room is opened, people arrive and go, it is paused, locked and closed.

Every change locks the meeting first, so that two who hold it can press at once.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from calls import actions as calls
from chat import actions as chat
from circles import events, permissions, queries
from circles.actions.circles import CircleOver
from circles.actions.holding import held, locked, membership_of, moved, pass_word_on
from circles.models import Circle, Group, Meeting, Membership, Phase, Presence, SideRoom, Turn
from circles.rooms import BESIDE, CIRCLE
from live.actions import announce_access_change
from people.models import Member

A_MINUTE = timedelta(minutes=1)


class CannotCome(Exception):
    """The circle is locked, closed, or they were removed from it."""


@transaction.atomic
def open_meeting(circle: Circle, *, mine: Membership, now: datetime) -> Meeting:
    """Open the room of a circle, from half an hour before it begins; opened twice it is opened once."""
    if not permissions.can_facilitate(mine):
        raise PermissionDenied
    circle = (
        Circle.objects.select_for_update(of=("self",)).select_related("schedule__group").get(pk=circle.pk)
    )
    if not queries.can_be_opened(circle, now=now):
        raise CircleOver
    meeting, is_new = Meeting.objects.get_or_create(circle=circle, defaults={"opened_at": now})
    if is_new:
        name = circle.schedule.group.name
        room = chat.make_room(f"{CIRCLE}:{circle.pk}", name=name, lifetime="day", now=now)
        Meeting.objects.filter(pk=meeting.pk).update(room=room)
        events.announce_meeting(meeting)
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def arrive(meeting: Meeting, *, mine: Membership, now: datetime, **check_in: Any) -> Presence:
    """Come into a circle, with a word, a colour or a number for how one is, or without; CannotCome where it is shut.

    Whoever went out comes back the same way. The caller has asked whether the circle is theirs to come to.
    """
    meeting = locked(meeting)
    there = Presence.objects.filter(meeting=meeting, member=mine.member).first()
    is_known = there is not None and there.is_there
    is_shut = meeting.locked_at is not None and not permissions.can_facilitate(mine) and not is_known
    if meeting.closed_at or is_shut or (there is not None and there.removed_at):
        raise CannotCome
    said = {f"{name}_in": value for name, value in check_in.items() if value}
    presence, _ = Presence.objects.update_or_create(
        meeting=meeting, member=mine.member, defaults={**said, "left_at": None},
        create_defaults={**said, "arrived_at": now},
    )  # fmt: skip
    events.announce_meeting(meeting)
    return presence


@transaction.atomic
def check_out(meeting: Meeting, *, presence: Presence, now: datetime, **said: Any) -> None:
    """Say in a word, a colour or a number how one goes."""
    facts = {f"{name}_out": value for name, value in said.items()}
    Presence.objects.filter(pk=presence.pk, meeting=meeting).update(**facts, checked_out_at=now)
    events.announce_meeting(meeting)


@transaction.atomic
def go_out(meeting: Meeting, *, presence: Presence, now: datetime) -> None:
    """Leave a circle; the word goes on to the next, and a side room closes."""
    let_go(locked(meeting), presence, now=now, left_at=now)


@transaction.atomic
def remove_from_circle(meeting: Meeting, *, presence: Presence, by: Presence, now: datetime) -> None:
    """Have somebody not be in this circle any more; nobody who holds the group."""
    meeting = held(meeting, by)
    if permissions.can_facilitate(membership_of(presence)):
        raise PermissionDenied
    let_go(meeting, presence, now=now, removed_at=now)


def let_go(meeting: Meeting, presence: Presence, *, now: datetime, **gone: datetime) -> None:
    """Take somebody out of a locked meeting, and out of its call: nothing said from now on is sealed for them."""
    for side_room in SideRoom.objects.filter(meeting=meeting, closed_at=None):
        if presence.pk in (side_room.guest_id, side_room.helper_id):
            close_beside(side_room, now=now)
    Presence.objects.filter(pk=presence.pk).update(
        hand_at=None, helps_since=None, turn=Turn.NONE, help_seen_at=now, **gone
    )
    if meeting.turn_id == presence.pk:
        pass_word_on(meeting, now=now)
    calls.recheck_members([presence.member_id])
    events.announce_meeting(meeting)
    announce_access_change([presence.member_id])


def close_beside(side_room: SideRoom, *, now: datetime) -> None:
    """Close a side room; what was said there goes, and a call of the two ends."""
    SideRoom.objects.filter(pk=side_room.pk).update(closed_at=now)
    calls.recheck_venue(BESIDE, side_room.pk)
    if side_room.room:
        chat.forget_room(side_room.room)


def leave_all_meetings(group: Group, member: Member, *, now: datetime) -> None:
    """Take somebody who is not in the group any more out of its circles that are being held."""
    there = Presence.objects.there().filter(meeting__circle__schedule__group=group, member=member)
    for presence in there.select_related("meeting"):
        let_go(locked(presence.meeting), presence, now=now, left_at=now)


@transaction.atomic
def ask_to_hold_too(meeting: Meeting, *, presence: Presence, by: Presence, now: datetime) -> None:
    """Have somebody help to hold this one circle, or no more."""
    meeting = held(meeting, by)
    since = None if presence.helps_since else now
    Presence.objects.filter(pk=presence.pk).update(helps_since=since)
    events.announce_meeting(meeting)


@transaction.atomic
def pause_meeting(meeting: Meeting, *, by: Presence, is_paused: bool, now: datetime) -> None:
    """Pause the circle, or let it go on: while it is paused, those who hold it speak and nobody else."""
    moved(held(meeting, by), paused_at=now if is_paused else None)


@transaction.atomic
def lock_meeting(meeting: Meeting, *, by: Presence, is_locked: bool, now: datetime) -> None:
    """Let nobody else in, or open the door again."""
    moved(held(meeting, by), locked_at=now if is_locked else None)


@transaction.atomic
def hold_silence(meeting: Meeting, *, by: Presence, minutes: int, now: datetime) -> None:
    """Hold so many minutes of silence together; none ends it."""
    moved(held(meeting, by), silent_until=now + minutes * A_MINUTE if minutes else None)


@transaction.atomic
def go_to_step(meeting: Meeting, *, by: Presence, step: int, version: int) -> None:
    """Move on in the running order; MeetingMoved for whoever looks at an old page."""
    moved(held(meeting, by, version=version), step=step)


@transaction.atomic
def begin_talk(meeting: Meeting, *, by: Presence, version: int) -> None:
    """End a round, or the arriving: everybody can speak."""
    meeting = held(meeting, by, version=version)
    Presence.objects.filter(meeting=meeting).update(turn=Turn.NONE)
    moved(meeting, phase=Phase.TALKING, turn=None, turn_began_at=None)
