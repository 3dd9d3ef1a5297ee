"""Buddies by consent, and a few words after something hard that nobody else reads."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from notifications.models import Notice
from people.actions import block
from people.models import Member
from people.queries import note_here
from safety import subjects
from safety.actions import (
    NoSuchHelper,
    Verdict,
    answer_buddy,
    ask_buddy,
    choose_buddy,
    claim,
    decide,
    end_buddies,
    forget_old_debriefs,
    go_on_duty,
    open_case,
    write_debrief,
)
from safety.models import Buddy, Case, Debrief
from safety.queries import get_buddy_page

Browser = Callable[[Any], Client]
WORDS = "the peppermint words"


def told(member: Any) -> list[str]:
    return sorted(Notice.objects.filter(member=member).values_list("kind", flat=True))


def buddies(one: Any, other: Any) -> None:
    for each, name in ((one, other.name), (other, one.name)):
        choose_buddy(each, name=name, now=timezone.now())


def a_decided_case(about: Any, *, by: Any, band: int = 1) -> Case:
    now = timezone.now()
    case = open_case(
        subjects.load("people.member", about.pk), source="report", band=band, concern="crisis", now=now
    )
    case = claim(case, by=by, version=case.version, now=now)
    decide(case, Verdict("nothing", ""), by=by, version=case.version, keep_open=False, now=now)
    case.refresh_from_db()
    return case


def test_both_have_to_choose(lena: Any, mo: Any) -> None:
    choose_buddy(lena, name="Mo", now=timezone.now())
    page = get_buddy_page(mo, now=timezone.now())
    assert [each.member for each in page.asking] == [lena] and not page.are_buddies
    ask_buddy(lena, now=timezone.now())
    assert told(mo) == ["safety.buddy"]

    choose_buddy(mo, name="Lena", now=timezone.now())

    assert get_buddy_page(lena, now=timezone.now()).are_buddies
    assert get_buddy_page(mo, now=timezone.now()).are_buddies


def test_only_helpers_one_sees_can_be_chosen(lena: Any, mo: Any, asha: Any, olu: Any) -> None:
    block(olu, blocker=mo)

    for name in ("Asha", "Olu", "Mo", "Nobody"):
        with pytest.raises(NoSuchHelper):
            choose_buddy(mo, name=name, now=timezone.now())
    with pytest.raises(PermissionDenied):
        choose_buddy(asha, name="Mo", now=timezone.now())


def test_buddies_see_each_other_on_duty_and_ask_with_one_press(
    lena: Any, mo: Any, browser_of: Browser
) -> None:
    buddies(lena, mo)
    go_on_duty(mo, hours=1, now=timezone.now())
    note_here(mo)
    hers, his = browser_of(lena), browser_of(mo)
    assert "on duty now" in hers.get("/rota/buddy/").content.decode()

    hers.post("/rota/buddy/", {"do": "ask"})
    assert "asks: are you all right?" in his.get("/rota/buddy/").content.decode()
    his.post("/rota/buddy/", {"do": "answer", "answer": "break"})

    assert "I need a break" in hers.get("/rota/buddy/").content.decode()
    assert told(mo) == ["safety.buddy", "safety.buddy_asks"]
    assert "safety.buddy_answers" in told(lena)


def test_a_block_leaves_no_trace_of_a_buddy(lena: Any, mo: Any, browser_of: Browser) -> None:
    buddies(lena, mo)
    ask_buddy(lena, now=timezone.now())
    block(mo, blocker=lena)

    page = browser_of(mo).get("/rota/buddy/").content.decode().split("<main", 1)[1]

    assert "Lena" not in page
    assert (
        "buddy"
        not in browser_of(mo).get("/notices/").content.decode().split("<main", 1)[1].split("</main")[0]
    )
    answer_buddy(Member.objects.get(pk=mo.pk), answer="fine", now=timezone.now())
    assert not Buddy.objects.filter(answer="fine").exists()


def test_either_ends_it_and_a_no_is_not_told(lena: Any, mo: Any, olu: Any, browser_of: Browser) -> None:
    buddies(lena, mo)
    end_buddies(mo)
    assert not Buddy.objects.exists()

    choose_buddy(lena, name="Olu", now=timezone.now())
    browser_of(olu).post("/rota/buddy/", {"do": "decline", "name": "Lena"})

    assert not Buddy.objects.exists()
    assert "safety.buddy_answers" not in told(lena)
    assert browser_of(lena).post("/rota/buddy/", {"do": "choose", "name": "Nobody"}).status_code == 422


def test_after_a_case_that_could_not_wait_two_minutes_are_offered(
    asha: Any, ben: Any, mo: Any, browser_of: Browser
) -> None:
    browser, case = browser_of(mo), a_decided_case(asha, by=mo)
    calm = a_decided_case(ben, by=mo, band=3)
    assert f"/desk/{case.pk}/debrief/" in browser.get(f"/desk/{case.pk}/").content.decode()
    assert (
        "debrief/"
        not in browser.get(f"/desk/{calm.pk}/").content.decode().split("<main", 1)[1].split("<aside")[0]
    )

    answer = browser.post(
        f"/desk/{case.pk}/debrief/", {"feeling": "heavy", "words": WORDS, "is_shared": "me"}, follow=True
    )

    assert WORDS in answer.content.decode()
    assert "debrief/" not in browser.get(f"/desk/{case.pk}/").content.decode()


def test_a_debrief_is_sealed_and_for_its_writer_unless_shared(
    asha: Any, ben: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    case = a_decided_case(asha, by=mo)
    write_debrief(case, by=mo, feeling="talk", words=WORDS, is_shared=False, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM safety_debrief")
        assert WORDS not in str(cursor.fetchone())

    operator = browser_of(olu)
    assert WORDS not in operator.get("/rota/debriefs/").content.decode()
    assert WORDS not in operator.get(f"/desk/{case.pk}/").content.decode()
    assert operator.get(f"/desk/{case.pk}/debrief/").status_code == 404
    write_debrief(case, by=mo, feeling="talk", words=WORDS, is_shared=True, now=timezone.now())
    assert WORDS in operator.get("/rota/debriefs/").content.decode()
    with pytest.raises(PermissionDenied):
        write_debrief(case, by=olu, feeling="fine", words="", is_shared=False, now=timezone.now())


def test_other_moderators_read_no_debrief(asha: Any, mo: Any, olu: Any, browser_of: Browser) -> None:
    case = a_decided_case(asha, by=olu)
    write_debrief(case, by=olu, feeling="talk", words=WORDS, is_shared=True, now=timezone.now())

    assert WORDS not in browser_of(mo).get("/rota/debriefs/").content.decode()


def test_old_debriefs_are_forgotten(asha: Any, mo: Any) -> None:
    write_debrief(
        a_decided_case(asha, by=mo), by=mo, feeling="fine", words="", is_shared=False, now=timezone.now()
    )

    assert forget_old_debriefs(now=timezone.now() + timedelta(days=366)) == 1
    assert not Debrief.objects.exists()
