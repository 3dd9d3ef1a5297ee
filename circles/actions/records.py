"""Before a circle the running order and notes to oneself; after it a record without names. Then those rows go."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from calls import actions as calls
from chat import actions as chat
from circles import events, permissions
from circles.actions.holding import held
from circles.actions.meetings import close_beside
from circles.models import (
    Circle,
    CircleRecord,
    Meeting,
    Membership,
    OwnNote,
    Presence,
    SideRoom,
    Step,
    Worry,
)
from circles.queries import LONGEST_AFTER
from circles.rooms import CIRCLE
from people.models import Member

FEWEST = 3  # who said a number among fewer would be known
HOURS_TO_WRITE = timedelta(hours=12)
WORDS_STAY = timedelta(days=1)


@transaction.atomic
def prepare_circle(circle: Circle, *, mine: Membership, words: str, steps: Sequence[tuple[str, int]]) -> None:
    """Keep the running order of a circle, for all who hold it, and what one notes for oneself."""
    if not permissions.can_facilitate(mine):
        raise PermissionDenied
    Circle.objects.select_for_update().get(pk=circle.pk)
    Step.objects.filter(circle=circle).delete()
    Step.objects.bulk_create(
        Step(circle=circle, position=position, words=said, minutes=minutes)
        for position, (said, minutes) in enumerate(steps)
    )
    OwnNote.objects.update_or_create(circle=circle, member=mine.member, defaults={"words": words})
    if meeting := Meeting.objects.filter(pk=circle.pk, closed_at=None).first():
        events.announce_meeting(meeting)


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: Presence, now: datetime) -> CircleRecord:
    """End a circle for all; its record waits for a few words of whoever held it."""
    return _close(held(meeting, by), now=now)


def _close(meeting: Meeting, *, now: datetime) -> CircleRecord:
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=now, turn=None, silent_until=None, paused_at=None)
    for side_room in SideRoom.objects.filter(meeting=meeting, closed_at=None):
        close_beside(side_room, now=now)
    if meeting.room:
        chat.end_room(meeting.room, now=now)
    came = list(Presence.objects.filter(meeting=meeting))
    record, _ = CircleRecord.objects.update_or_create(
        circle=meeting.circle,
        defaults={
            "attendance": len(came),
            "moods_in": counted(one.number_in for one in came),
            "moods_out": counted(one.number_out for one in came),
            "follow_ups": Worry.objects.filter(circle=meeting.circle).count(),
        },
    )
    calls.recheck_venue(CIRCLE, meeting.pk)
    events.announce_meeting(meeting)
    return record


def counted(numbers: Iterable[int | None]) -> list[int]:
    """Return how many said each number from 1 to 5; nothing where so few did that they would be known."""
    said = [number for number in numbers if number]
    return [said.count(number) for number in range(1, 6)] if len(said) >= FEWEST else []


@transaction.atomic
def close_record(record: CircleRecord, *, words: str, by: Member | None, now: datetime) -> None:
    """Close a record: who was there, how they came and went, and their turns are deleted."""
    CircleRecord.objects.filter(pk=record.pk).update(words=words, written_by=by, closed_at=now)
    forget_people(record.circle_id)


def forget_people(circle_id: int) -> None:
    """Delete all that is known of single people in a circle."""
    SideRoom.objects.filter(meeting=circle_id).delete()
    Presence.objects.filter(meeting=circle_id).delete()


def tidy_meetings(*, now: datetime) -> None:
    """Close what nobody closed: circles long over, records nobody wrote; and delete what has had its time."""
    for meeting in Meeting.objects.filter(closed_at=None, circle__ends_at__lte=now - LONGEST_AFTER):
        _close_unattended(meeting, now=now)
    waiting = CircleRecord.objects.filter(
        closed_at=None, circle__meeting__closed_at__lte=now - HOURS_TO_WRITE
    )
    for record in waiting:
        close_record(record, words="", by=None, now=now)
    over = Meeting.objects.filter(closed_at__lte=now - WORDS_STAY, room__isnull=False)
    for meeting in over.select_related("room"):
        if meeting.room:
            chat.forget_room(meeting.room)


@transaction.atomic
def _close_unattended(meeting: Meeting, *, now: datetime) -> None:
    waiting = Meeting.objects.select_for_update(of=("self",)).select_related("circle", "room")
    if found := waiting.filter(pk=meeting.pk, closed_at=None).first():
        _close(found, now=now)
