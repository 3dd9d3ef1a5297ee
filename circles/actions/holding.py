"""Locking a meeting for whoever holds it, changing what all see of it, and whom the word goes to next."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F

from circles import events, permissions
from circles.models import Meeting, Membership, Presence, Turn


class MeetingMoved(Exception):
    """Somebody else who holds the circle was quicker; nothing was changed."""


def locked(meeting: Meeting) -> Meeting:
    """Return the meeting, locked until the transaction ends."""
    found = Meeting.objects.select_for_update(of=("self",)).select_related("circle__schedule__group", "room")
    return found.get(pk=meeting.pk)


def held(meeting: Meeting, by: Presence, *, version: int | None = None) -> Meeting:
    """Return the locked meeting for whoever holds it and, where a version is given, saw it as it is."""
    meeting = locked(meeting)
    by.refresh_from_db()
    if meeting.closed_at or by.meeting_id != meeting.pk:
        raise PermissionDenied
    if not permissions.holds_circle(membership_of(by), by):
        raise PermissionDenied
    if version is not None and version != meeting.version:
        raise MeetingMoved
    return meeting


def moved(meeting: Meeting, **changes: Any) -> None:
    """Change what all see of a locked meeting, and have their pages look again."""
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1, **changes)
    meeting.refresh_from_db()
    events.announce_meeting(meeting)


def membership_of(presence: Presence) -> Membership | None:
    """Return the place in the group of somebody who is in its circle, None where they left it."""
    group = presence.meeting.circle.schedule.group
    return permissions.membership_in(group, presence.member)


def pass_word_on(meeting: Meeting, *, now: datetime) -> None:
    """Give the word in a locked meeting to the next of the round; to nobody where the round is over or none is."""
    following = _next_in_round(meeting) if meeting.is_round else None
    moved(meeting, turn=following, turn_began_at=now if following else None)


def _next_in_round(meeting: Meeting) -> Presence | None:
    here = Presence.objects.filter(meeting=meeting).there()
    waiting = here.filter(turn=Turn.WAITING).exclude(pk=meeting.turn_id or 0).order_by("arrived_at", "pk")
    return waiting.first() or here.filter(turn=Turn.LATER).order_by("turn_asked_at", "pk").first()
