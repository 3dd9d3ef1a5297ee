"""On duty: switched on by oneself, ending by itself, and no case left with somebody who is gone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from people.queries import note_here
from safety import subjects
from safety.actions import (
    claim,
    come_back,
    end_what_is_over,
    go_off_duty,
    go_on_duty,
    open_case,
    sign_up,
    stay_on_duty,
    take_a_break,
)
from safety.models import Case, CaseAct, CaseNote, Duty, Shift
from safety.queries import get_own_duty, who_is_on_duty

Browser = Callable[[Any], Client]
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def a_case(about: Any, *, holder: Any) -> Case:
    subject = subjects.load("people.member", about.pk)
    case = open_case(subject, source="report", band=1, concern="crisis", now=timezone.now())
    return claim(case, by=holder, version=case.version, now=timezone.now())


def names(now: Any = None) -> list[str]:
    return [member.name for member in who_is_on_duty(now=now or timezone.now())]


def test_on_duty_is_who_said_so_and_is_here(lena: Any, mo: Any, olu: Any) -> None:
    now = timezone.now()
    for member in (lena, mo):
        go_on_duty(member, hours=1, now=now)
    for member in (lena, olu):
        note_here(member)

    assert names() == ["Lena"]


def test_a_member_cannot_be_on_duty_and_a_lost_role_ends_it(asha: Any, lena: Any) -> None:
    with pytest.raises(PermissionDenied):
        go_on_duty(asha, hours=1, now=timezone.now())
    go_on_duty(lena, hours=1, now=timezone.now())
    note_here(lena)

    lena.role = "member"
    lena.save()

    assert names() == []


def test_it_lasts_as_long_as_the_shift_and_without_one_as_long_as_said(lena: Any, mo: Any) -> None:
    now = timezone.now()
    shift = Shift.objects.create(starts_at=now + 20 * MINUTE, ends_at=now + 3 * HOUR)
    sign_up(shift, by=lena)

    assert go_on_duty(lena, hours=1, now=now).until == shift.ends_at
    assert go_on_duty(mo, hours=2, now=now).until == now + 2 * HOUR
    assert go_on_duty(mo, hours=4, now=now).until == now + 2 * HOUR  # pressed twice


def test_it_ends_a_minute_after_its_time_and_the_cases_go_back(asha: Any, mo: Any) -> None:
    now = timezone.now()
    duty = go_on_duty(mo, hours=1, now=now)
    case = a_case(asha, holder=mo)

    assert end_what_is_over(now=duty.until + 59 * timedelta(seconds=1)) == 0
    asked = get_own_duty(mo, now=duty.until + timedelta(seconds=30))
    assert asked is not None and asked.is_over
    assert end_what_is_over(now=duty.until + 2 * MINUTE) == 1

    case.refresh_from_db()
    assert case.holder is None
    assert CaseNote.objects.filter(case=case, act=CaseAct.RELEASED, by=mo).exists()
    duty.refresh_from_db()
    assert duty.ended_at == duty.until


def test_staying_goes_on_for_an_hour_and_twelve_at_most(lena: Any) -> None:
    now = timezone.now()
    duty = go_on_duty(lena, hours=1, now=now)

    stay_on_duty(lena, now=duty.until + timedelta(seconds=30))
    duty.refresh_from_db()
    assert duty.until == now + 2 * HOUR + timedelta(seconds=30)
    for _ in range(15):
        stay_on_duty(lena, now=now)
    duty.refresh_from_db()
    assert duty.until == now + 12 * HOUR


def test_nobody_counts_on_somebody_who_has_a_break(lena: Any) -> None:
    now = timezone.now()
    go_on_duty(lena, hours=4, now=now)
    note_here(lena)
    later = now + 91 * MINUTE
    due = get_own_duty(lena, now=later)
    assert due is not None and due.is_break_due

    take_a_break(lena, now=later)
    assert names(later + MINUTE) == []
    assert names(later + 11 * MINUTE) == ["Lena"]
    come_back(lena, now=later + 2 * MINUTE)

    assert names(later + 3 * MINUTE) == ["Lena"]
    rested = get_own_duty(lena, now=later + 3 * MINUTE)
    assert rested is not None and not rested.is_break_due


def test_going_off_duty_hands_over_to_a_colleague_or_back(asha: Any, ben: Any, mo: Any, olu: Any) -> None:
    now = timezone.now()
    go_on_duty(mo, hours=1, now=now)
    case = a_case(asha, holder=mo)

    assert go_off_duty(mo, to="Olu", words="She has answered.", now=now) == 1

    case.refresh_from_db()
    assert (case.holder, case.offered_to) == (None, olu)
    assert CaseNote.objects.get(case=case, act=CaseAct.OFFERED).words == "She has answered."
    other = a_case(ben, holder=mo)
    assert go_off_duty(mo, to="Nobody of that name", now=now) == 1
    other.refresh_from_db()
    assert (other.holder, other.offered_to) == (None, None)


def test_the_page_asks_to_whom_and_lists_only_who_can_have_it(
    asha: Any, mo: Any, olu: Any, lena: Any, browser_of: Browser
) -> None:
    browser = browser_of(mo)
    browser.post("/rota/duty/", {"do": "on", "hours": "2", "next": "/desk/"})
    a_case(asha, holder=mo)

    page = browser.get("/rota/duty/end/").content.decode()
    assert "Olu" in page and "Lena" not in page.split("<main", 1)[1]
    assert browser.post("/rota/duty/end/", {"to": "Lena"}).status_code == 422
    browser.post("/rota/duty/end/", {"to": "Olu", "words": ""})

    assert Case.objects.get().offered_to == olu
    assert not Duty.objects.open().exists()


@pytest.mark.parametrize("place", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_a_press_leads_nowhere_else(place: str, mo: Any, browser_of: Browser) -> None:
    answer = browser_of(mo).post("/rota/duty/", {"do": "on", "next": place})

    assert answer["Location"] == "/rota/"


def test_the_bar_alone_says_how_things_stand(lena: Any, browser_of: Browser) -> None:
    browser = browser_of(lena)
    assert "You are not on duty." in browser.get("/rota/duty/").content.decode()
    browser.post("/rota/duty/", {"do": "on", "hours": "nonsense"})

    page = browser.get("/rota/duty/", headers={"HX-Request": "true"}).content.decode()

    assert "You are on duty until" in page
    assert "<html" not in page
