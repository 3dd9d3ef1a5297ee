"""Shifts: planned by the operator, taken, given back, swapped; and what nobody sees who should not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings
from django.utils import timezone

from core.doctor import Level, Look
from safety.actions import (
    ShiftIsFull,
    drop_shift,
    forget_old_shifts,
    offer_swap,
    plan_shift,
    sign_up,
    take_over,
    withdraw,
)
from safety.checkups import rota
from safety.models import Case, Shift, ShiftPlace

Browser = Callable[[Any], Client]


@pytest.fixture
def shift(olu: Any) -> Shift:
    begins = timezone.now() + timedelta(days=1)
    return plan_shift(
        by=olu, work="listen", starts_at=begins, ends_at=begins + timedelta(hours=2), needed=1, weeks=1,
        now=timezone.now(),
    )[0]  # fmt: skip


def places(shift: Shift) -> set[str]:
    return set(ShiftPlace.objects.filter(shift=shift).values_list("member__name", flat=True))


@override_settings(TIME_ZONE="Europe/Berlin")
def test_a_weekly_shift_keeps_its_hour_when_the_clocks_change(olu: Any) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begins = datetime(2027, 3, 22, 20, tzinfo=berlin)  # summer time begins on the 28th

    planned = plan_shift(
        by=olu, work="desk", starts_at=begins, ends_at=begins + timedelta(hours=2), needed=2, weeks=2,
        now=timezone.now(),
    )  # fmt: skip

    assert [each.starts_at.astimezone(berlin).hour for each in planned] == [20, 20]
    assert planned[1].starts_at - planned[0].starts_at == timedelta(days=7)
    assert [each.starts_at.utcoffset() for each in planned] == [timedelta(hours=1), timedelta(hours=2)]


@pytest.mark.parametrize("who", ["asha", "lena", "mo"])
def test_only_the_operator_plans(who: str, request: pytest.FixtureRequest, shift: Shift) -> None:
    member, now = request.getfixturevalue(who), timezone.now()

    with pytest.raises(PermissionDenied):
        plan_shift(by=member, work="listen", starts_at=now, ends_at=now, needed=1, weeks=1, now=now)
    with pytest.raises(PermissionDenied):
        drop_shift(shift, by=member, and_later=False, now=now)


def test_a_place_can_be_taken_once_and_given_back(shift: Shift, lena: Any, mo: Any) -> None:
    sign_up(shift, by=lena)
    sign_up(shift, by=lena)
    with pytest.raises(ShiftIsFull):
        sign_up(shift, by=mo)
    withdraw(shift, by=lena)
    sign_up(shift, by=mo)

    assert places(shift) == {"Mo"}


def test_members_take_no_shift_and_listeners_none_at_the_desk(shift: Shift, asha: Any, lena: Any) -> None:
    desk = Shift.objects.create(work="desk", starts_at=shift.starts_at, ends_at=shift.ends_at)

    with pytest.raises(PermissionDenied):
        sign_up(shift, by=asha)
    with pytest.raises(PermissionDenied):
        sign_up(desk, by=lena)


def test_a_swap_leaves_the_place_with_its_holder_until_somebody_takes_it(
    shift: Shift, lena: Any, mo: Any, olu: Any
) -> None:
    sign_up(shift, by=lena)
    with pytest.raises(ShiftIsFull):
        take_over(shift, by=mo)
    offer_swap(shift, by=lena, now=timezone.now())
    assert places(shift) == {"Lena"}

    take_over(shift, by=mo)

    assert places(shift) == {"Mo"}
    with pytest.raises(ShiftIsFull):
        take_over(shift, by=olu)


def test_listeners_see_no_names_and_the_desk_does(
    shift: Shift, lena: Any, mo: Any, browser_of: Browser
) -> None:
    sign_up(shift, by=mo)
    offer_swap(shift, by=mo, now=timezone.now())

    assert "Mo" not in browser_of(lena).get("/rota/").content.decode().split("<main", 1)[1]
    assert "<bdi>Mo</bdi>" in browser_of(mo).get("/rota/").content.decode()


def test_shifts_are_planned_taken_and_swapped_on_pages(
    lena: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    day = timezone.localdate() + timedelta(days=1)
    operator, listener = browser_of(olu), browser_of(lena)
    asked = {"work": "listen", "day": day, "begins": "22:00", "ends": "01:00", "needed": 1, "weeks": 3}

    operator.post("/operator/rota/", asked)
    assert Shift.objects.count() == 3
    first = Shift.objects.order_by("starts_at").first()
    assert first is not None and first.ends_at - first.starts_at == timedelta(hours=3)

    listener.post(f"/rota/shifts/{first.pk}/", {"do": "join"})
    assert "You are down for this" in listener.get("/rota/").content.decode()
    listener.post(f"/rota/shifts/{first.pk}/", {"do": "offer"})
    moderator = browser_of(mo)
    assert "Take it over" in moderator.get("/rota/").content.decode()
    moderator.post(f"/rota/shifts/{first.pk}/", {"do": "take"})
    assert places(first) == {"Mo"}

    operator.post(f"/operator/rota/{first.pk}/drop/", {"and_later": "1"})
    assert not Shift.objects.exists()
    assert operator.post(f"/operator/rota/{first.pk}/drop/").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": "20:00"}, {"begins": "06:00", "ends": "20:00"}, {"day": "2001-01-01"}, {"needed": "0"},
        {"weeks": "1000"}, {"day": ""}, {"begins": "25:99"}, {"work": "sleep"},
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused_with_its_words(
    wrong: dict[str, str], olu: Any, browser_of: Browser
) -> None:
    day = timezone.localdate() + timedelta(days=1)
    asked = {"work": "listen", "day": day, "begins": "20:00", "ends": "22:00", "needed": 1, "weeks": 1}

    answer = browser_of(olu).post("/operator/rota/", {**asked, **wrong})

    assert answer.status_code == 422
    assert not Shift.objects.exists()


def test_old_shifts_are_forgotten(shift: Shift, lena: Any) -> None:
    sign_up(shift, by=lena)

    assert forget_old_shifts(now=shift.ends_at + timedelta(days=59)) == 0
    assert forget_old_shifts(now=shift.ends_at + timedelta(days=61)) == 1


def test_the_doctor_says_when_nobody_is_down_or_something_urgent_is_late(shift: Shift, lena: Any) -> None:
    look = Look(now=timezone.now(), visit=None)  # type: ignore[arg-type]
    assert [found.level for found in rota(look)] == [Level.LOOK]
    sign_up(shift, by=lena)
    assert [found.level for found in rota(look)] == [Level.FINE]

    an_hour_ago = look.now - timedelta(hours=1)
    Case.objects.create(source="report", band=1, concern="crisis", opened_at=an_hour_ago, due_at=an_hour_ago)

    assert [found.level for found in rota(look)] == [Level.ACT, Level.FINE]
