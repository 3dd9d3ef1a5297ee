"""Presses in the same moment: one person has one listener, and a listener no more people than they said."""

from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from listening import actions
from listening.models import Talk
from people.defaults import create_missing
from safety.tests.test_cases import at_once

pytestmark = pytest.mark.usefixtures("ready")


@pytest.fixture
def ready(transactional_db: None) -> None:
    create_missing()


def test_two_listeners_who_press_at_once_take_two_people(
    asha: Any, ben: Any, chen: Any, lena: Any, mo: Any, on_duty: Any, wait: Any
) -> None:
    """Each presses twice: the one place each has is filled once, and the third person goes on waiting."""
    on_duty(lena, mo)
    for member, ago in ((asha, 3), (ben, 2), (chen, 1)):
        wait(member, minutes_ago=ago)

    results = at_once(
        [lambda by=by: actions.take_next(by, now=timezone.now()) for by in (lena, mo, lena, mo)]
    )

    taken = [result for result in results if isinstance(result, Talk)]
    assert sum(isinstance(result, actions.HandsFull) for result in results) == 2
    assert Counter(talk.listener_id for talk in taken) == {lena.pk: 1, mo.pk: 1}
    assert {talk.member_id for talk in taken} == {asha.pk, ben.pk}
    assert Talk.objects.waiting().get().member == chen


def test_asking_twice_at_once_is_one_place(asha: Any, lena: Any, on_duty: Any) -> None:
    on_duty(lena)

    at_once([lambda: actions.ask(asha, help="listen", now=timezone.now()) for _ in range(2)])

    assert Talk.objects.waiting().count() == 1
