"""When a note may leave."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.models import Channel, NoticeSettings, Rhythm
from notifications.timing import after_quiet_hours, due_at

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
MADRID = ZoneInfo("Europe/Madrid")


def due(channel=Channel.MAIL, *, now=NOON, last=None, zone="Europe/Madrid", is_urgent=False, **wanted):
    return due_at(channel, NoticeSettings(**wanted), zone=zone, last=last, is_urgent=is_urgent, now=now)


def test_a_note_waits_a_moment_in_case_it_is_read_at_once():
    assert due() == NOON + timedelta(minutes=2)
    assert due(Channel.PUSH) == NOON + timedelta(seconds=15)


def test_the_next_comes_no_sooner_than_an_hour_after_the_last():
    assert due(last=NOON - timedelta(minutes=10)) == NOON + timedelta(minutes=50)
    assert due(last=NOON - timedelta(hours=3)) == NOON + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("at", "until"),
    [("21:59", "21:59"), ("22:00", "07:30"), ("03:00", "07:30"), ("07:29", "07:30"), ("07:30", "07:30")],
)
def test_quiet_hours_reach_over_midnight(at, until):
    moment = datetime.combine(NOON.date(), time.fromisoformat(at), MADRID)

    found = after_quiet_hours(moment, time(22), time(7, 30))

    assert found.time() == time.fromisoformat(until)
    assert timedelta(0) <= found - moment < timedelta(days=1)


def test_quiet_hours_go_by_the_members_own_clock():
    night_in_lima = datetime(2026, 11, 20, 6, tzinfo=UTC)  # one in the morning there

    found = due(now=night_in_lima, zone="America/Lima", quiet_from=time(22), quiet_until=time(8))

    assert found == datetime(2026, 11, 20, 13, tzinfo=UTC)


def test_quiet_hours_end_on_the_clock_when_the_clock_is_changed_that_night():
    before_the_change = datetime(2026, 10, 24, 22, 30, tzinfo=MADRID)

    found = after_quiet_hours(before_the_change, time(22), time(8))

    assert found.astimezone(UTC) == datetime(2026, 10, 25, 7, tzinfo=UTC)


def test_a_daily_note_comes_in_the_morning_and_a_weekly_one_on_monday():
    assert due(rhythm=Rhythm.DAILY) == datetime(2026, 11, 21, 9, tzinfo=MADRID)
    assert due(rhythm=Rhythm.WEEKLY) == datetime(2026, 11, 23, 9, tzinfo=MADRID)
    early_on_monday = datetime(2026, 11, 23, 7, tzinfo=MADRID)
    assert due(rhythm=Rhythm.WEEKLY, now=early_on_monday) == datetime(2026, 11, 23, 9, tzinfo=MADRID)


def test_what_is_urgent_waits_for_nothing():
    assert due(is_urgent=True, rhythm=Rhythm.WEEKLY, quiet_from=time(0), quiet_until=time(23)) == NOON
