"""Whose turn it is: rounds that go around, hands that go up, and the word that is given."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from circles import events
from circles.actions.holding import held, locked, moved, pass_word_on
from circles.models import Meeting, Phase, Presence, SideRoom, Turn

SPOKE, PASS, LATER = "spoke", "pass", "later"


@transaction.atomic
def begin_round(
    meeting: Meeting, *, by: Presence, minutes: int, is_last: bool = False, version: int, now: datetime
) -> None:
    """Let the turn go around all who are there, in the order in which they came; the last round is the closing one."""
    meeting = held(meeting, by, version=version)
    Presence.objects.filter(meeting=meeting).update(turn=Turn.NONE, turn_asked_at=None)
    aside = SideRoom.objects.filter(meeting=meeting, closed_at=None).values("guest")
    here = Presence.objects.filter(meeting=meeting).there()
    here.exclude(pk__in=aside).update(turn=Turn.WAITING, hand_at=None)
    meeting.phase = Phase.CLOSING if is_last else Phase.ROUND
    moved(meeting, phase=meeting.phase, turn_minutes=minutes, turn=None)
    pass_word_on(meeting, now=now)


@transaction.atomic
def end_turn(meeting: Meeting, *, presence: Presence, how: str, now: datetime) -> None:
    """Have somebody be done, pass, or be come back to later, during their turn or before it.

    Said twice it counts once: the word goes on only from whoever has it. Later twice is a pass.
    """
    meeting = locked(meeting)
    presence.refresh_from_db()
    if meeting.closed_at or presence.meeting_id != meeting.pk:
        raise PermissionDenied
    has_word = meeting.turn_id == presence.pk
    if not has_word and not (meeting.is_round and how != SPOKE and presence.is_there):
        return
    _note(presence, how, is_round=meeting.is_round, has_word=has_word, now=now)
    if has_word or (how == LATER and meeting.turn_id is None):
        pass_word_on(meeting, now=now)
    events.announce_meeting(meeting)


def _note(presence: Presence, how: str, *, is_round: bool, has_word: bool, now: datetime) -> None:
    if how == SPOKE:
        Presence.objects.filter(pk=presence.pk).update(spoken=F("spoken") + 1, hand_at=None)
    if not is_round:
        return
    turn = {SPOKE: Turn.DONE, PASS: Turn.PASSED, LATER: Turn.LATER}[how]
    if how == LATER and has_word and presence.turn == Turn.LATER:
        turn = Turn.PASSED
    Presence.objects.filter(pk=presence.pk).update(turn=turn, turn_asked_at=now)


@transaction.atomic
def raise_hand(meeting: Meeting, *, presence: Presence, is_up: bool, now: datetime) -> None:
    """Ask for the word, or not any more. Whose hand is up already keeps the moment it went up."""
    hands = Presence.objects.filter(pk=presence.pk, meeting=meeting, meeting__closed_at__isnull=True)
    hands.there().filter(hand_at__isnull=is_up).update(hand_at=now if is_up else None)
    events.announce_meeting(meeting)


@transaction.atomic
def give_word(meeting: Meeting, *, to: Presence, by: Presence, version: int, now: datetime) -> None:
    """Give the word to somebody while all talk; MeetingMoved for whoever looks at an old page."""
    meeting = held(meeting, by, version=version)
    if not to.is_there or meeting.is_round:
        raise PermissionDenied
    Presence.objects.filter(pk=to.pk).update(hand_at=None)
    moved(meeting, turn=to, turn_began_at=now, phase=Phase.TALKING)


@transaction.atomic
def move_word_on(meeting: Meeting, *, from_: Presence, by: Presence, how: str, now: datetime) -> None:
    """End somebody's turn for them, as whoever holds the circle; nothing happens where it ended already."""
    end_turn(held(meeting, by), presence=from_, how=how, now=now)
