"""What was passed on to the operators waits for them only as long as it may: nobody in danger stays unseen for it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from notifications.models import Notice
from people.queries import note_here
from safety import actions, queries
from safety.models import Case, CaseAct, CaseNote

Browser = Callable[[Any], Client]
Taken = Callable[..., Case]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def lena_helps(lena: Any) -> Any:
    """Lena is a moderator as well, so that there is somebody besides whoever gives a case back."""
    lena.role = "moderator"
    lena.save()
    return lena


def be_on_duty(member: Any) -> None:
    actions.go_on_duty(member, hours=4, now=timezone.now())
    note_here(member)


def passed_on_and_left(case: Case, by: Any) -> Case:
    case = actions.escalate(case, by=by, words="Up.", version=case.version, now=timezone.now())
    return actions.release(case, by=by, version=case.version, now=timezone.now())


def test_with_no_operator_on_duty_somebody_in_danger_is_everybodys_again_at_once(
    post: Any, mo: Any, olu: Any, lena_helps: Any, reported: Taken, taken: Taken, browser_of: Browser
) -> None:
    case = passed_on_and_left(taken(reported(post), mo), mo)

    assert case.holder is None and case.opened_to_all_at is not None
    assert [note.act for note in CaseNote.objects.all()][-1] == CaseAct.OPENED
    told = Notice.objects.filter(kind="safety.case", subject_id=case.pk).values_list(
        "member__name", flat=True
    )
    assert {"Lena", "Olu"} <= set(told)
    page = browser_of(lena_helps).get("/desk/").content.decode()
    assert "nobody took it: for everybody" in page and f"/desk/{case.pk}/claim/" in page
    assert "no operator took it in time" in browser_of(lena_helps).get(f"/desk/{case.pk}/").content.decode()
    assert taken(case, lena_helps).holder == lena_helps


def test_an_operator_still_takes_it_from_whoever_went_on_with_it(
    post: Any, mo: Any, olu: Any, lena_helps: Any, reported: Taken, taken: Taken
) -> None:
    case = taken(passed_on_and_left(taken(reported(post), mo), mo), lena_helps)

    with pytest.raises(actions.CaseMoved):
        taken(case, mo)
    case = taken(case, olu)

    assert (case.holder, case.asked) == (olu, lena_helps)


def test_while_an_operator_is_on_duty_it_is_theirs_until_its_clock_ran_out(
    post: Any, mo: Any, olu: Any, lena_helps: Any, reported: Taken, taken: Taken, browser_of: Browser
) -> None:
    be_on_duty(olu)
    case = passed_on_and_left(taken(reported(post), mo), mo)
    now = timezone.now()

    assert case.opened_to_all_at is None
    assert actions.open_what_operators_left(now=now + 14 * MINUTE) == 0
    with pytest.raises(PermissionDenied):
        taken(case, lena_helps)
    assert f"/desk/{case.pk}/claim/" not in browser_of(lena_helps).get("/desk/").content.decode()
    assert f"/desk/{case.pk}/claim/" in browser_of(olu).get("/desk/").content.decode()

    assert actions.open_what_operators_left(now=now + 16 * MINUTE) == 1
    assert actions.open_what_operators_left(now=now + 17 * MINUTE) == 0
    assert taken(case, lena_helps).holder == lena_helps


def test_when_the_last_operator_goes_off_duty_it_does_not_wait_for_the_clock(
    post: Any, mo: Any, olu: Any, reported: Taken, taken: Taken
) -> None:
    be_on_duty(olu)
    passed_on_and_left(taken(reported(post), mo), mo)
    actions.go_off_duty(olu, now=timezone.now())

    assert actions.open_what_operators_left(now=timezone.now()) == 1


def test_what_can_wait_waits_for_an_operator_as_long_as_its_clock_allows(
    post: Any, mo: Any, olu: Any, reported: Taken, taken: Taken
) -> None:
    case = passed_on_and_left(taken(reported(post, reason="hate"), mo), mo)

    assert case.opened_to_all_at is None
    assert actions.open_what_operators_left(now=timezone.now() + timedelta(hours=3)) == 0
    assert actions.open_what_operators_left(now=timezone.now() + timedelta(hours=5)) == 1


def test_an_operator_who_wrote_without_a_name_is_not_given_away_by_how_long_it_waits(
    hidden_voice: Any, asha: Any, mo: Any, reported: Taken, taken: Taken
) -> None:
    asha.role = "operator"
    asha.save()
    be_on_duty(asha)

    case = passed_on_and_left(taken(reported(hidden_voice), mo), mo)

    assert case.opened_to_all_at is None
    assert actions.open_what_operators_left(now=timezone.now() + 16 * MINUTE) == 1


def test_whom_an_operator_hands_it_to_can_take_it(
    post: Any, mo: Any, olu: Any, lena_helps: Any, reported: Taken, taken: Taken
) -> None:
    be_on_duty(olu)
    case = taken(passed_on_and_left(taken(reported(post), mo), mo), olu)

    case = actions.hand_over(
        case, by=olu, to="Lena", words="Yours?", version=case.version, now=timezone.now()
    )

    assert not queries.is_left_by_operators(case, now=timezone.now())
    with pytest.raises(PermissionDenied):
        taken(case, mo)
    assert taken(case, lena_helps).holder == lena_helps
