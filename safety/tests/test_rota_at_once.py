"""Two helpers who press in the same moment: one place is taken once, and a switch is on once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from people.defaults import create_missing
from safety.actions import ShiftIsFull, go_on_duty, offer_swap, sign_up, take_over
from safety.models import Duty, Shift, ShiftPlace
from safety.tests.test_cases import at_once


@pytest.fixture
def shift(transactional_db: None) -> Shift:
    create_missing()
    begins = timezone.now() + timedelta(days=1)
    return Shift.objects.create(starts_at=begins, ends_at=begins + timedelta(hours=2))


def test_the_last_place_is_taken_once(shift: Shift, lena: Any, mo: Any, olu: Any) -> None:
    results = at_once([lambda by=by: sign_up(shift, by=by) for by in (lena, mo, olu)])

    assert sum(isinstance(result, ShiftIsFull) for result in results) == 2
    assert ShiftPlace.objects.filter(shift=shift).count() == 1


def test_a_place_put_up_for_others_is_taken_over_once(shift: Shift, lena: Any, mo: Any, olu: Any) -> None:
    sign_up(shift, by=lena)
    offer_swap(shift, by=lena, now=timezone.now())

    results = at_once([lambda by=by: take_over(shift, by=by) for by in (mo, olu)])

    assert sum(isinstance(result, ShiftIsFull) for result in results) == 1
    assert ShiftPlace.objects.get(shift=shift).member_id in (mo.pk, olu.pk)


def test_pressing_twice_at_once_is_one_duty(shift: Shift, mo: Any) -> None:
    results = at_once([lambda: go_on_duty(mo, hours=1, now=timezone.now()) for _ in range(2)])

    assert [type(result) for result in results] == [Duty, Duty]
    assert Duty.objects.open().count() == 1
