"""Counting without knowing whom."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from core import daily_marks
from core.daily_marks import daily_mark

ADDRESS = "203.0.113.77"


@pytest.fixture
def day(monkeypatch):
    """Let a test say which day it is."""

    def is_now(days):
        moment = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=days)
        monkeypatch.setattr(daily_marks.timezone, "now", lambda: moment)

    is_now(0)
    return is_now


def test_on_one_day_an_address_has_one_mark_and_others_have_others(day):
    assert daily_mark(ADDRESS) == daily_mark(ADDRESS)
    assert daily_mark(ADDRESS) != daily_mark("203.0.113.78")
    assert ADDRESS not in daily_mark(ADDRESS)


def test_the_next_day_it_has_another(day):
    today = daily_mark(ADDRESS)
    day(1)

    assert daily_mark(ADDRESS) != today


def test_without_the_days_key_nobody_can_make_the_mark_again(day):
    """It is not made from the installation's key, which stays."""
    today = daily_mark(ADDRESS)
    cache.clear()

    assert daily_mark(ADDRESS) != today
