"""Many calls that begin in the same minute: what an exchange costs, what can wait, and that nobody counts as gone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from calls import actions, queries
from calls.actions import Said
from calls.actions.presence import AT_ONCE
from calls.models import Participant, Signal
from calls.tests.conftest import Room
from config.asgi import _can_wait, _stood_too_long

Tell = Callable[..., list[Signal]]


def test_whoever_says_nothing_new_costs_two_questions_and_writes_nothing(
    room: Room, tell: Tell, asha: Any, ben: Any
) -> None:
    mine = room.enter(asha)
    room.enter(ben)
    tell(mine)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        tell(mine)

    assert [each["sql"][:6] for each in asked] == ["SELECT"] * 2


def test_much_that_is_said_at_once_is_written_at_once(room: Room, tell: Tell, asha: Any, ben: Any) -> None:
    mine, other = room.enter(asha), room.enter(ben)
    tell(mine)

    with CaptureQueriesContext(connection) as asked:
        tell(mine, *(Said(number, other.ref, "key", "{}") for number in range(1, 33)))

    written = [each["sql"] for each in asked if each["sql"].startswith("INSERT")]
    assert len(written) == 1 and Signal.objects.count() == 32


def test_exchanges_and_signs_of_life_can_wait_and_whoever_comes_in_cannot() -> None:
    ref = "a-place-in-a-call-1234"

    assert all(_can_wait(f"/calls/mine/{ref}/{what}/") for what in ("exchange", "here"))
    assert not any(_can_wait(f"/calls/mine/{ref}/{what}/") for what in ("leave", "renew", "host", "media"))
    assert not any(_can_wait(path) for path in ("/calls/table/1/join/", "/calls/table/1/", "/"))


def test_nobody_counts_as_gone_because_the_lane_was_long(room: Room, tell: Tell, asha: Any, ben: Any) -> None:
    now = timezone.now()
    mine, waits = room.enter(asha, now=now), room.enter(ben, now=now)
    tell(mine, now=now)

    for seconds in (40, 80, 120):
        _stood_too_long(f"/calls/mine/{waits.ref}/exchange/")
        tell(mine, now=now + timedelta(seconds=seconds))

    there = queries.others(mine, now=now + timedelta(seconds=121))
    assert [each.pk for each in there] == [waits.pk]
    actions.forget_silent(now=now + timedelta(seconds=121))
    assert Participant.objects.count() == 2


def test_signs_of_life_of_very_many_are_written_in_bites(room: Room, asha: Any, ben: Any) -> None:
    now = timezone.now()
    mine, other = room.enter(asha, now=now), room.enter(ben, now=now)
    for number in range(2 * AT_ONCE):
        actions.note_waiting(f"somebody-elsewhere-{number}")
    actions.note_waiting(other.ref)

    with CaptureQueriesContext(connection) as asked:
        actions.note_here(mine, now=now + timedelta(seconds=60))

    assert [each["sql"][:6] for each in asked] == ["UPDATE"] * 3 + ["SELECT"]
    assert {each.seen_at for each in Participant.objects.all()} == {now + timedelta(seconds=60)}
