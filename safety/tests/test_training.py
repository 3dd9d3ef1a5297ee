"""Notes for helpers, a self-check that keeps no attempts, and a role that an operator decides about."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from safety.actions import answer_wish, check_oneself, wish_for_role
from safety.models import SelfCheck
from safety.training import QUESTIONS

Browser = Callable[[Any], Client]
RIGHT = {question.code: question.right for question in QUESTIONS}


def pass_it(member: Any) -> None:
    assert check_oneself(member, answers=RIGHT, now=timezone.now()) == []


def test_every_question_has_its_right_answer_and_three_to_choose_from() -> None:
    assert all(question.right in question.answers and len(question.answers) == 3 for question in QUESTIONS)
    assert len({question.right for question in QUESTIONS}) == 3  # not always the same letter


def test_a_wrong_answer_is_explained_and_nothing_is_kept(asha: Any, browser_of: Browser) -> None:
    browser = browser_of(asha)

    answer = browser.post("/training/", {**RIGHT, "dying": "a"})

    assert answer.status_code == 422
    assert "Asking does not put the thought there, and nobody" in answer.content.decode()
    assert not SelfCheck.objects.exists()
    assert browser.post("/training/", RIGHT).status_code == 302
    assert "You have done the self-check" in browser.get("/training/").content.decode()


def test_a_role_is_asked_for_after_the_self_check_and_given_by_an_operator(
    asha: Any, olu: Any, browser_of: Browser
) -> None:
    with pytest.raises(PermissionDenied):
        wish_for_role(asha, role="listener")
    pass_it(asha)
    browser_of(asha).post("/training/wish/", {"role": "listener"})
    operator = browser_of(olu)
    assert "Asha" in operator.get("/operator/helpers/").content.decode()

    operator.post(f"/operator/helpers/{asha.pk}/", {"do": "give"})

    asha.refresh_from_db()
    assert asha.role == "listener"
    assert not SelfCheck.objects.exclude(wishes="").exists()


@pytest.mark.parametrize("role", ["listener", "moderator"])
def test_the_self_check_unlocks_the_role(
    role: str, asha: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    operator = browser_of(olu)

    refused = operator.post(f"/operator/members/{asha.pk}/", {"role": role})

    asha.refresh_from_db()
    assert refused.status_code == 422 and "have not done the self-check yet" in refused.content.decode()
    assert asha.role == "member"
    pass_it(asha)
    operator.post(f"/operator/members/{asha.pk}/", {"role": role})
    asha.refresh_from_db()
    assert asha.role == role
    operator.post(f"/operator/members/{mo.pk}/", {"role": "listener"})  # stepping back needs no check
    mo.refresh_from_db()
    assert mo.role == "listener"


@pytest.mark.parametrize("role", ["operator", "clinician", "owner"])
def test_no_other_role_can_be_wished_for(role: str, asha: Any) -> None:
    pass_it(asha)

    with pytest.raises(PermissionDenied):
        wish_for_role(asha, role=role)


def test_only_operators_decide_and_laying_aside_changes_no_role(asha: Any, mo: Any, olu: Any) -> None:
    pass_it(asha)
    wish_for_role(asha, role="moderator")
    with pytest.raises(PermissionDenied):
        answer_wish(asha, by=mo, give=True)

    answer_wish(asha, by=olu, give=False)
    answer_wish(asha, by=olu, give=True)  # there is nothing to give any more

    asha.refresh_from_db()
    assert asha.role == "member"
