"""Steps for each concern: who writes them, which version a case shows, ticking them off, and lent words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.memory import forget_everything
from forum.models import Post, Space, Thread
from safety import actions
from safety.models import AuditEntry, Case, Protocol, StepDone

Browser = Callable[[Any], Client]
ADDRESS = "/operator/protocols/crisis/"


def publish(by: Any, *steps: str, version: int = 1) -> Protocol:
    return actions.publish_protocol(
        "crisis", steps=steps, replies=[], version=version, by=by, now=timezone.now()
    )


def test_a_case_shows_the_steps_it_began_with(
    post: Any, mo: Any, olu: Any, reported: Any, browser_of: Browser
) -> None:
    before = reported(post)
    publish(olu, "Ring the bell.")
    after = reported(Post.objects.get(thread=post.thread_id, is_opening=True))

    assert "Ask plainly whether" in browser_of(mo).get(f"/desk/{before.pk}/").content.decode()
    assert "Ring the bell." in browser_of(mo).get(f"/desk/{after.pk}/").content.decode()
    assert "Ask plainly whether" not in browser_of(mo).get(f"/desk/{after.pk}/").content.decode()


def test_the_operator_changes_steps_and_earlier_ones_stay_to_be_read(
    olu: Any, post: Any, reported: Any, browser_of: Browser
) -> None:
    reported(post)
    browser = browser_of(olu)

    answer = browser.post(ADDRESS, {"version": 1, "steps": "Listen.\n\n  Ask. ", "reply_2": "Hello […]"})

    newest = Protocol.objects.get(version=2)
    assert answer.status_code == 302
    assert (newest.steps, newest.replies, newest.by) == (["Listen.", "Ask."], ["Hello […]"], olu)
    page = browser.get(ADDRESS).content.decode()
    assert "Listen." in page and "Ask plainly whether" in page
    assert AuditEntry.objects.filter(act="safety.protocol_published", actor_id=olu.pk).exists()


def test_of_two_who_change_the_same_steps_the_second_keeps_their_words(olu: Any, browser_of: Browser) -> None:
    publish(olu, "First.")

    answer = browser_of(olu).post(ADDRESS, {"version": 1, "steps": "Second."})

    page = answer.content.decode()
    assert answer.status_code == 422 and "Second." in page and "First." in page
    assert 'name="version" value="2"' in page
    assert Protocol.objects.count() == 2


@pytest.mark.parametrize("steps", ["", "\n".join(str(number) for number in range(21))])
def test_steps_are_some_and_not_too_many(olu: Any, browser_of: Browser, steps: str) -> None:
    answer = browser_of(olu).post(ADDRESS, {"version": 1, "steps": steps})

    assert answer.status_code == 422 and not Protocol.objects.exists()


def test_the_lead_changes_steps_too_and_other_moderators_do_not(
    mo: Any, olu: Any, browser_of: Browser
) -> None:
    assert browser_of(mo).get(ADDRESS).status_code == 403

    browser_of(olu).post("/operator/desk/lead/", {"lead": "Mo"})

    assert browser_of(mo).get(ADDRESS).status_code == 200
    assert "/operator/protocols/" in browser_of(mo).get("/").content.decode()
    assert publish(mo, "Breathe.").by == mo


def test_only_those_who_handle_reports_can_be_the_lead(
    ben: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    assert browser_of(olu).post("/operator/desk/lead/", {"lead": "Ben"}).status_code == 422

    actions.name_lead(lead=mo, by=olu, now=timezone.now())
    mo.role = "member"
    mo.save(update_fields=["role"])

    assert browser_of(mo).get(ADDRESS).status_code == 403


def test_unknown_concerns_are_not_there(olu: Any, browser_of: Browser) -> None:
    assert browser_of(olu).get("/operator/protocols/weather/").status_code == 404


def test_steps_are_ticked_off_once_by_those_on_the_case(
    post: Any, mo: Any, olu: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    case = taken(reported(post), mo)

    for _ in range(2):
        assert browser_of(mo).post(f"/desk/{case.pk}/step/", {"done": "2"}).status_code == 302

    assert browser_of(olu).post(f"/desk/{case.pk}/step/", {"done": "1"}).status_code == 403
    assert browser_of(mo).post(f"/desk/{case.pk}/step/", {"done": "99"}).status_code == 403
    assert list(StepDone.objects.values_list("number", "by")) == [(2, mo.pk)]
    assert AuditEntry.objects.filter(act="safety.step_done").count() == 1
    browser_of(mo).post(f"/desk/{case.pk}/step/", {"undone": "2"})
    assert not StepDone.objects.exists()


def test_lent_words_are_refused_until_somebody_made_them_theirs(
    post: Any, asha: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    case, browser = taken(reported(post), mo), browser_of(mo)
    lent = str(case.protocol.replies[0]) if case.protocol else ""
    begun = browser.get(f"/desk/{case.pk}/?begin=1").content.decode()

    for words in (lent, lent.replace(" […].", "").upper(), f"Dear Asha. {lent}"):
        answer = browser.post(f"/desk/{case.pk}/answer/", {"version": case.version, "words": words})
        assert answer.status_code == 409 and "the words we lend" in answer.content.decode()

    assert "I am glad you wrote this here" in begun.split("<textarea")[1]
    assert not Post.objects.filter(author=mo).exists()
    own = lent.replace("[…]", "that the evenings are long")
    answer = browser.post(f"/desk/{case.pk}/answer/", {"version": case.version, "words": own})
    assert answer.status_code == 302
    assert Post.objects.get(author=mo).thread_id == post.thread_id
    assert "answered them" in browser.get(f"/desk/{case.pk}/").content.decode()


def test_an_answer_sent_twice_stands_once(
    post: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    case = taken(reported(post), mo)

    first, second = (
        browser_of(mo).post(f"/desk/{case.pk}/answer/", {"version": case.version, "words": "I hear you."})
        for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (302, 409)
    assert "I hear you." in second.content.decode()
    assert Post.objects.filter(author=mo).count() == 1


def test_where_no_reply_is_possible_none_is_offered(
    post: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    case = taken(reported(post), mo)
    Thread.objects.update(locked_at=timezone.now(), version=99)

    assert "Answer them" not in browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    sent = {"version": case.version, "words": "I hear you."}
    assert browser_of(mo).post(f"/desk/{case.pk}/answer/", sent).status_code == 409
    assert Case.objects.get().version == case.version


def test_nor_behind_a_door(post: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser) -> None:
    case = taken(reported(post), mo)
    Space.objects.update(access="request")
    forget_everything()

    assert "Answer them" not in browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
