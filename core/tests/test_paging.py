"""Pages by key: every row once, in order, to a real end."""

import base64
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from hypothesis import given
from hypothesis import strategies as st

from core.paging import BadCursor, keyset_page, read_cursor, write_cursor

START = datetime(2026, 11, 1, tzinfo=UTC)
# Both lie outside of what any clock of a database can show.
EARLIEST = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
LATEST = datetime.max.replace(tzinfo=timezone(-timedelta(hours=14)))
ORDER = ("-expire_date", "session_key")


@pytest.fixture
def rows(db: None) -> None:
    """Twenty-five rows, five to each moment."""
    Session.objects.bulk_create(
        Session(session_key=f"{number:03}", session_data="", expire_date=START + timedelta(hours=number // 5))
        for number in range(25)
    )


def walk(size: int) -> list[str]:
    seen: list[str] = []
    cursor = None
    for _ in range(30):
        page = keyset_page(Session.objects.all(), order=ORDER, cursor=cursor, size=size)
        seen += [row.session_key for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return seen
    raise AssertionError("no end")


@pytest.mark.parametrize("size", [1, 3, 5, 7, 24, 25, 26])
def test_every_row_comes_once_and_in_order(rows: None, size: int) -> None:
    wanted = list(Session.objects.order_by(*ORDER).values_list("session_key", flat=True))

    assert walk(size) == wanted


def test_a_row_added_in_front_moves_nothing(rows: None) -> None:
    first = keyset_page(Session.objects.all(), order=ORDER, size=10)
    Session.objects.create(session_key="new", session_data="", expire_date=START + timedelta(days=1))

    second = keyset_page(Session.objects.all(), order=ORDER, cursor=first.next_cursor, size=10)

    assert not {row.pk for row in first.items} & {row.pk for row in second.items}
    assert "new" not in {row.pk for row in second.items}


def test_rows_as_values_page_as_well(rows: None) -> None:
    found = Session.objects.values("session_key", "expire_date")

    page = keyset_page(found, order=ORDER, size=3)

    assert keyset_page(found, order=ORDER, cursor=page.next_cursor, size=3).items[0]["session_key"] == "023"


def test_the_last_page_says_so(rows: None) -> None:
    assert keyset_page(Session.objects.all(), order=ORDER, size=25).next_cursor is None
    assert keyset_page(Session.objects.none(), order=ORDER).items == []


STRANGE_CURSORS = (
    "x", "!!!!", "W10", write_cursor(["a"]), write_cursor([1, 2]), write_cursor(["nonsense", "x"]),
    write_cursor([10**40, "x"]), write_cursor([START, "x", "y"]), "eyJ0IjoxfQ", "W3sidCI6IDF9XQ",
    "W1tbW1tbW1tb", write_cursor([START, "\ud800"]), write_cursor([START, "\0"]),
    write_cursor([EARLIEST, "x"]), write_cursor([LATEST, "x"]),
    "\u00e9", "a" * 10_000,
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(STRANGE_CURSORS)))
def test_a_cursor_we_did_not_make_shows_the_first_page(rows: None, number: int) -> None:
    page = keyset_page(Session.objects.all(), order=ORDER, cursor=STRANGE_CURSORS[number], size=5)

    assert page.items[0].session_key == "020"


@given(st.text(max_size=60))
def test_reading_any_cursor_is_safe(cursor: str) -> None:
    with suppress(BadCursor):
        read_cursor(cursor)


@given(st.lists(st.one_of(st.integers(), st.text(), st.datetimes(timezones=st.just(UTC)))))
def test_what_was_written_is_read(values: list[Any]) -> None:
    assert read_cursor(write_cursor(values)) == values


def test_a_cursor_tells_nobody_the_time_and_cannot_be_made_elsewhere(settings: Any) -> None:
    cursor = write_cursor([START, 7])
    looked_into = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))

    assert b"2026" not in looked_into
    for place in range(len(cursor) - 1):
        with pytest.raises(BadCursor):
            read_cursor(f"{cursor[:place]}{'B' if cursor[place] == 'A' else 'A'}{cursor[place + 1 :]}")
    settings.SECRET_KEY = "that of another installation"
    with pytest.raises(BadCursor):
        read_cursor(cursor)
