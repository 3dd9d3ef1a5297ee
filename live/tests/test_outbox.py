"""The outbox keeps the order of commits, and forgets in time."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from live import outbox
from live.actions import publish
from live.models import OutboxEvent
from live.outbox import START, BadCursor, Cursor, TooFarBack
from live.tests.browser import settle

pytestmark = pytest.mark.django_db(transaction=True)


def say(number: int) -> None:
    publish(["thread:1"], "forum.reply_posted", {"post": number})


def told(cursor: Cursor) -> list[int]:
    settle()
    return [row.data["post"] for row in outbox.after(cursor).rows]


def test_what_was_published_is_read_once_in_order() -> None:
    for number in range(5):
        say(number)

    settle()
    batch = outbox.after(START, limit=3)
    rest = outbox.after(batch.rows[-1].cursor)

    assert [row.data["post"] for row in batch.rows + rest.rows] == [0, 1, 2, 3, 4]
    assert outbox.newest() == rest.rows[-1].cursor
    assert outbox.after(outbox.newest()).rows == []


def test_what_was_rolled_back_is_not_told() -> None:
    with transaction.atomic():
        say(1)
        transaction.set_rollback(True)
    say(2)

    assert told(START) == [2]


def test_a_writer_who_commits_late_is_not_stepped_over() -> None:
    """Written first, committed last: a cursor over ids alone would never come back for it."""
    begun, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            say(1)
            begun.set()
            go_on.wait(10)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    if connection.vendor == "postgresql":
        slow.start()
        begun.wait(10)
        say(2)
        before = outbox.after(START)
        go_on.set()
    else:
        go_on.set()
        slow.start()
        slow.join()
        before = outbox.after(START, limit=0)
        say(2)
    slow.join()

    assert before.rows == []
    assert before.held_back == (connection.vendor == "postgresql")
    assert told(START) == [1, 2]


def test_only_the_channels_asked_for_are_read() -> None:
    publish(["thread:1", "space:3"], "forum.reply_posted", {"post": 1})
    publish(["thread:11"], "forum.reply_posted", {"post": 2})
    settle()

    assert [row.data["post"] for row in outbox.after(START, ["space:3"]).rows] == [1]
    assert [row.data["post"] for row in outbox.after(START, ["thread:1"]).rows] == [1]
    assert outbox.after(START, []).rows == []


def test_a_replay_begins_after_the_place_and_ends_at_now() -> None:
    for number in range(3):
        say(number)
    settle()
    place = outbox.after(START).rows[0].cursor

    rows = outbox.replay(place, ["thread:1"], now=timezone.now())

    assert [row.data["post"] for row in rows] == [1, 2]
    assert outbox.replay(outbox.newest(), ["thread:1"], now=timezone.now()) == []


def test_what_was_trimmed_cannot_be_replayed() -> None:
    for number in range(4):
        say(number)
    settle()
    first = outbox.after(START).rows[0].cursor
    OutboxEvent.objects.filter(pk__lte=first.id + 1).update(created_at=timezone.now() - timedelta(hours=49))

    assert outbox.trim(now=timezone.now()) == 2

    with pytest.raises(TooFarBack):
        outbox.replay(first, ["thread:1"], now=timezone.now())


def test_trimming_keeps_two_days_and_always_the_last_event() -> None:
    for number in range(5):
        say(number)
    settle()
    last = outbox.newest()
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(hours=49))

    assert outbox.trim(now=timezone.now(), at_once=2) == 4

    assert outbox.newest() == last


def test_a_place_in_another_database_is_not_believed() -> None:
    say(1)
    settle()
    other = Cursor(5, 1) if connection.vendor == "sqlite" else Cursor(0, 1)

    with pytest.raises(TooFarBack):
        outbox.replay(other, ["thread:1"], now=timezone.now())


@pytest.mark.parametrize("text", ["", "1", "1-", "-1", "a-1", "1-1-1", "٣-٤", "9" * 19 + "-1", " 1-1"])
def test_a_garbled_place_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        Cursor.parse(text)


def test_a_place_reads_back_as_it_was_written() -> None:
    assert Cursor.parse(str(Cursor(731, 12))) == Cursor(731, 12)
    assert Cursor(9, 1) < Cursor(10, 0)


@pytest.mark.parametrize(
    ("channel", "kind", "data"),
    [
        ("thread 1", "forum.reply_posted", {}),
        ("thread:1\n", "forum.reply_posted", {}),
        ("thread:1", "reply posted", {}),
        ("thread:1", "forum.reply_posted\ndata: x", {}),
        ("thread:1", "forum.reply_posted", {"words": "x" * 65}),
    ],
)
def test_an_event_that_could_carry_words_is_refused(channel: str, kind: str, data: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\."):
        publish([channel], kind, data)


def test_the_lag_is_how_long_the_oldest_untold_event_waits() -> None:
    say(1)
    settle()
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(seconds=30))

    assert 29 < outbox.lag_seconds(START, now=timezone.now()) < 35
    assert outbox.lag_seconds(outbox.newest(), now=timezone.now()) == 0
