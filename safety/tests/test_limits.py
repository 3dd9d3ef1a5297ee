"""How much somebody carries, what they leave to others, and when somebody is down to be here."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from notifications.models import Notice
from people.queries import note_here
from safety import subjects
from safety.actions import claim, go_on_duty, open_case, set_own_limits, set_rota
from safety.models import Case, Shift, ShiftPlace
from safety.queries import get_coverage, is_enough

Browser = Callable[[Any], Client]


def a_case(about: Any, *, concern: str = "crisis", band: int = 1) -> Case:
    subject = subjects.load("people.member", about.pk)
    return open_case(subject, source="report", band=band, concern=concern, now=timezone.now())


def take(case: Case, by: Any) -> None:
    claim(case, by=by, version=case.version, now=timezone.now())


@pytest.fixture
def one_is_enough(olu: Any) -> None:
    set_rota(by=olu, break_minutes=90, heavy_cases=1, now=timezone.now())


@pytest.mark.usefixtures("one_is_enough")
def test_whoever_carries_enough_is_asked_before_one_more(
    asha: Any, ben: Any, mo: Any, browser_of: Browser
) -> None:
    take(a_case(asha), mo)
    case, browser = a_case(ben), browser_of(mo)

    answer = browser.post(f"/desk/{case.pk}/claim/", {"version": case.version}, follow=True)
    case.refresh_from_db()
    assert case.holder is None
    assert "You have carried a lot in this shift." in answer.content.decode()

    browser.post(f"/desk/{case.pk}/claim/", {"version": case.version, "all_the_same": "1"})
    case.refresh_from_db()
    assert case.holder == mo


@pytest.mark.usefixtures("one_is_enough")
def test_only_heavy_cases_count_and_only_those_of_this_shift(asha: Any, ben: Any, mo: Any) -> None:
    light = a_case(ben, concern="spam", band=3)
    take(light, mo)
    heavy = a_case(asha)
    assert not is_enough(mo, heavy, now=timezone.now())
    take(heavy, mo)

    assert is_enough(mo, heavy, now=timezone.now())
    assert not is_enough(mo, light, now=timezone.now())
    assert not is_enough(mo, heavy, now=timezone.now() + timedelta(hours=9))


def test_what_somebody_leaves_to_others_stands_apart_for_them_alone(
    asha: Any, ben: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    a_case(asha)
    a_case(ben, concern="hate", band=2)
    browser_of(mo).post("/rota/limits/", {"left_out": ["crisis"]})
    go_on_duty(olu, hours=1, now=timezone.now())
    note_here(olu)

    own, colleagues = (browser_of(who).get("/desk/").content.decode() for who in (mo, olu))

    before, _, apart = own.partition("1 case you leave to others")
    assert "Asha" in apart and "Asha" not in before.split("<main", 1)[1]
    assert '<details class="card">' in own
    assert "case you leave to others" not in colleagues and "Asha" in colleagues


def test_nothing_is_folded_away_while_nobody_else_takes_it(
    asha: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    a_case(asha)
    set_own_limits(mo, left_out=["crisis"])
    set_own_limits(olu, left_out=["crisis"])
    go_on_duty(olu, hours=1, now=timezone.now())
    note_here(olu)

    page = browser_of(mo).get("/desk/").content.decode()

    assert '<details class="card" open>' in page
    assert "Nobody else is on duty who takes these." in page


def test_notices_go_to_those_who_take_it_and_to_everybody_when_nobody_does(
    asha: Any, ben: Any, mo: Any, olu: Any
) -> None:
    set_own_limits(mo, left_out=["crisis"])
    first = a_case(asha)
    assert set(Notice.objects.filter(subject_id=first.pk).values_list("member__name", flat=True)) == {"Olu"}

    set_own_limits(olu, left_out=["crisis"])
    second = a_case(ben)
    told = set(Notice.objects.filter(subject_id=second.pk).values_list("member__name", flat=True))
    assert told == {"Mo", "Olu"}


def test_one_can_have_less_than_the_operator_says_and_never_more(
    asha: Any, ben: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    set_rota(by=olu, break_minutes=90, heavy_cases=2, now=timezone.now())
    browser = browser_of(mo)

    answers = [browser.post("/rota/limits/", {"heavy_cases": number}).status_code for number in ("5", "1")]

    assert answers == [422, 302]
    take(a_case(asha), mo)
    take(a_case(ben), olu)
    heavy = a_case(mo)
    assert is_enough(mo, heavy, now=timezone.now())
    assert not is_enough(olu, heavy, now=timezone.now())


def test_nobody_but_oneself_reads_what_one_leaves(mo: Any, olu: Any, browser_of: Browser) -> None:
    set_own_limits(mo, left_out=["abuse"])

    assert "checked" in browser_of(mo).get("/rota/limits/").content.decode()
    assert "checked" not in browser_of(olu).get("/rota/limits/").content.decode().split("<main", 1)[1]
    assert browser_of(olu).post("/rota/limits/", {"left_out": ["nonsense"]}).status_code == 422


def test_coverage_counts_who_is_down_for_half_an_hour_or_more(lena: Any, mo: Any) -> None:
    monday = datetime(2026, 11, 30, tzinfo=UTC)
    shift = Shift.objects.create(
        starts_at=monday + timedelta(hours=20, minutes=20), ends_at=monday + timedelta(hours=25, minutes=10),
        needed=3,
    )  # fmt: skip
    for member in (lena, mo):
        ShiftPlace.objects.create(shift=shift, member=member)
    Shift.objects.create(starts_at=monday, ends_at=monday + timedelta(hours=3))  # nobody signed up

    grid = get_coverage(since=monday, until=monday + timedelta(days=7))

    assert grid[0][20:] == [2, 2, 2, 2]
    assert grid[1][:3] == [2, 0, 0]
    assert sum(map(sum, grid)) == 10


def test_the_week_shows_where_somebody_is_missing(lena: Any, mo: Any, browser_of: Browser) -> None:
    page = browser_of(mo).get("/staff/week/").content.decode()

    assert "When somebody is down to be here" in page
    assert "Nobody wrote in the last four weeks." in page
