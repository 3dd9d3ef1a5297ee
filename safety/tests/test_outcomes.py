"""What a decision does: slower posting, a closed account, words that go with help; and deciding without a report."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from forum.actions import post_reply
from forum.models import Post, Space, Thread
from notifications.models import Notice
from people.actions.closing import carry_out, close_due
from people.models import Closing, Member
from safety import actions, queries
from safety.actions import CannotBeDone, CaseMoved, SlowedDown, Verdict
from safety.models import Appeal, Case, Decision

Browser = Callable[[Any], Client]


def decide(case: Case, by: Any, outcome: str, **more: Any) -> Decision:
    case.refresh_from_db()
    said = {"statement": "Because of the policy.", **more}
    return actions.decide(
        case, Verdict(outcome, **said), by=by, version=case.version, keep_open=False, now=timezone.now()
    )


def appeal(decision: Decision, by: Any) -> Case:
    return actions.appeal(decision, by=by, words="I see it otherwise.", now=timezone.now()).case


def answer(case: Case, by: Any, outcome: str) -> Appeal:
    case.refresh_from_db()
    return actions.answer_appeal(
        case, outcome=outcome, answer="Here is why.", by=by, version=case.version, now=timezone.now()
    )


# ---- slower posting


def test_slower_posting_says_when_and_keeps_the_words(
    post: Any, asha: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    case = taken(reported(post, "spam"), mo)
    sent = {
        "version": case.version, "outcome": "slow", "statement": "So many posts.", "per_hour": 1,
        "until": (timezone.localdate() + timedelta(days=2)).isoformat(),
    }  # fmt: skip
    assert browser_of(mo).post(f"/desk/{case.pk}/decide/", sent).status_code == 302

    browser = browser_of(asha)
    refused = browser.post(f"/threads/{post.thread_id}/replies/", {"body": "One more marble."})
    begun = browser.post("/spaces/grief/new/", {"title": "T", "body": "One more pebble.", "wants": "listen"})

    for answered, words in ((refused, "One more marble."), (begun, "One more pebble.")):
        page = answered.content.decode()
        assert answered.status_code == 429 and words in page and "more slowly for now" in page
    assert Post.objects.filter(author=asha).count() == 1
    decision = Decision.objects.get()
    page = browser.get(f"/account/decisions/{decision.pk}/").content.decode()
    assert "You can post 1 time an hour until" in page and "So many posts." in page
    later = timezone.now() + timedelta(hours=1, seconds=1)
    post_reply(post.thread, author=asha, body="Later.", now=later)


def test_slower_posting_taken_back_is_over_at_once(
    post: Any, asha: Any, mo: Any, reported: Any, taken: Any
) -> None:
    until = timezone.now() + timedelta(days=1)
    decision = decide(taken(reported(post, "spam"), mo), mo, "slow", per_hour=1, until=until)
    with pytest.raises(SlowedDown):
        post_reply(post.thread, author=asha, body="Now.", now=timezone.now())

    actions.reverse_decision(decision, by=mo, now=timezone.now())

    post_reply(post.thread, author=asha, body="Now.", now=timezone.now())


@pytest.mark.parametrize("missing", ["per_hour", "until", "statement"])
def test_slower_posting_says_how_often_until_when_and_why(
    post: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser, missing: str
) -> None:
    case = taken(reported(post, "spam"), mo)
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    sent = {"version": case.version, "outcome": "slow", "statement": "Why.", "per_hour": 2, "until": day}

    assert browser_of(mo).post(f"/desk/{case.pk}/decide/", {**sent, missing: ""}).status_code == 422
    assert not Decision.objects.exists()


# ---- a closed account


@pytest.fixture
def closed(post: Any, olu: Any, reported: Any, taken: Any) -> Decision:
    return decide(taken(reported(post, "contact"), olu), olu, "close", statement="It hurt people here.")


def test_only_operators_close_accounts(
    post: Any, mo: Any, olu: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    case = taken(reported(post, "contact"), mo)

    assert 'value="close"' not in browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    with pytest.raises(PermissionDenied):
        decide(case, mo, "close")


def test_whose_account_is_to_be_closed_reads_why_and_cannot_simply_stay(
    closed: Decision, asha: Any, browser_of: Browser
) -> None:
    browser = browser_of(asha)

    page = browser.get("/account/closing/").content.decode()
    browser.post("/account/closing/", {"wish": "stay"})

    assert "People running this place decided it" in page and 'value="stay"' not in page
    assert Closing.objects.filter(account=asha.account, by_staff=True).exists()
    assert browser.get("/spaces/").headers["Location"] == "/account/closing/"
    why = browser.get(f"/account/decisions/{closed.pk}/").content.decode()
    assert "It hurt people here." in why and "Ask for another look" in why
    assert browser.get("/account/export/").headers["Location"].startswith("/account/confirm/")


def test_a_closed_account_is_given_back_when_somebody_looks_again(
    closed: Decision, asha: Any, mo: Any, taken: Any, browser_of: Browser
) -> None:
    browser_of(asha).post(f"/account/decisions/{closed.pk}/", {"words": "That was my brother."})
    again = taken(Case.objects.get(source="appeal"), mo)
    assert close_due(now=timezone.now() + timedelta(days=30)) == 0

    answer(again, mo, "reversed")

    assert not Closing.objects.exists()
    assert browser_of(asha).get("/spaces/").status_code == 200


def test_an_account_closes_when_the_decision_stays(closed: Decision, asha: Any, mo: Any, taken: Any) -> None:
    answer(taken(appeal(closed, asha), mo), mo, "upheld")

    later = timezone.now() + timedelta(days=15)
    assert close_due(now=later) == 1
    carry_out(Closing.objects.get().pk, now=later)

    assert not Member.objects.filter(pk=asha.pk).exists()


def test_the_only_operator_is_not_closed(mo: Any, olu: Any, ben: Any, space: Any) -> None:
    from people.actions import close_by_staff
    from people.actions.closing import LastOperator

    with pytest.raises(LastOperator):
        close_by_staff(olu, by=olu, now=timezone.now())


# ---- help


def test_words_that_go_with_help_are_read_and_are_no_punishment(
    post: Any, asha: Any, mo: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    decision = decide(taken(reported(post), mo), mo, "resources", statement="These lines are open at night.")

    page = browser_of(asha).get(f"/account/decisions/{decision.pk}/").content.decode()

    assert "These lines are open at night." in page and "Ask for another look" not in page
    with pytest.raises(CannotBeDone):
        appeal(decision, asha)


@pytest.mark.parametrize(("outcome", "statement"), [("supported", ""), ("nothing", "A song line.")])
def test_where_nothing_is_said_to_them_the_author_learns_of_no_case(
    post: Any, asha: Any, mo: Any, reported: Any, taken: Any, outcome: str, statement: str
) -> None:
    decide(taken(reported(post), mo), mo, outcome, statement=statement)

    assert not queries.list_decisions_about(asha).exists()
    assert not Notice.objects.filter(member=asha, kind="safety.decision").exists()


# ---- deciding without a report


def test_a_moderator_who_takes_a_post_down_gives_reasons_that_can_be_answered(
    post: Any, asha: Any, ben: Any, mo: Any, olu: Any, taken: Any, browser_of: Browser
) -> None:
    browser = browser_of(mo)
    address = f"/posts/{post.pk}/remove/"
    assert "Your reasons" in browser.get(address).content.decode()
    assert browser.post(address, {"concern": "method"}).status_code == 422
    assert Post.objects.get(pk=post.pk).removed_at is None

    browser.post(address, {"concern": "method", "statement": "It says how."})

    decision = Decision.objects.get()
    assert "A marzipan reply." not in browser_of(ben).get(f"/threads/{post.thread_id}/").content.decode()
    assert "It says how." in browser_of(asha).get(f"/account/decisions/{decision.pk}/").content.decode()
    assert (decision.case.source, decision.case.concern, decision.case.holder) == ("staff", "method", mo)
    answer(taken(appeal(decision, asha), olu), olu, "reversed")
    assert "A marzipan reply." in browser_of(ben).get(f"/threads/{post.thread_id}/").content.decode()


def test_a_report_that_waits_is_answered_by_it(
    post: Any, chen: Any, mo: Any, reported: Any, browser_of: Browser
) -> None:
    case = reported(post, "hate")

    browser_of(mo).post(f"/posts/{post.pk}/remove/", {"concern": "hate", "statement": "It attacks."})

    case.refresh_from_db()
    assert case.closed_at and Case.objects.count() == 1
    assert "took it down" in browser_of(chen).get("/account/reports/").content.decode()


def test_what_a_colleague_looks_after_is_left_to_them(
    post: Any, mo: Any, olu: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    taken(reported(post, "hate"), olu)

    sent = {"concern": "hate", "statement": "It attacks."}
    answered = browser_of(mo).post(f"/posts/{post.pk}/remove/", sent)

    assert answered.status_code == 422 and "It attacks." in answered.content.decode()
    assert "Olu" in answered.content.decode() and "looks after this" in answered.content.decode()
    assert Post.objects.get(pk=post.pk).removed_at is None


def test_nobody_takes_down_what_they_reported_themselves(
    post: Any, mo: Any, olu: Any, browser_of: Browser, taken: Any
) -> None:
    from safety import subjects

    subject = subjects.find("forum.post", str(post.pk), viewer=mo)
    case = actions.report(subject, by=mo, reason="hate", words="", now=timezone.now()).case
    taken(case, olu)

    sent = {"concern": "hate", "statement": "It attacks."}
    answered = browser_of(mo).post(f"/posts/{post.pk}/remove/", sent)

    assert answered.status_code == 403 and "Olu" not in answered.content.decode()


def test_a_thread_is_closed_with_reasons_and_one_s_own_without(
    post: Any, ben: Any, mo: Any, browser_of: Browser
) -> None:
    from forum.actions import start_thread

    address = f"/threads/{post.thread_id}/lock/"
    browser_of(mo).post(address, {"concern": "other", "statement": "It went in circles."})
    assert Thread.objects.get(pk=post.thread_id).locked_at
    assert Decision.objects.get().member == ben
    browser_of(mo).post(address, {"concern": "other", "statement": "It is calmer now."})
    assert Thread.objects.get(pk=post.thread_id).locked_at is None

    own = start_thread(
        Space.objects.get(), author=mo, title="T", body="B", wants="listen", now=timezone.now()
    )
    browser_of(mo).post(f"/threads/{own.pk}/lock/")
    assert Thread.objects.get(pk=own.pk).locked_at and Decision.objects.count() == 2


def test_two_moderators_who_take_the_same_down_decide_once(post: Any, mo: Any, olu: Any) -> None:
    from safety import subjects

    subject = subjects.load("forum.post", post.pk)
    assert subject is not None
    verdict = Verdict("hide", "Why.")
    actions.decide_at_once(subject, verdict, concern="hate", by=mo, now=timezone.now())

    with pytest.raises((CannotBeDone, CaseMoved)):
        actions.decide_at_once(subject, verdict, concern="hate", by=olu, now=timezone.now())

    assert Decision.objects.count() == 1 and not Case.objects.filter(closed_at=None).exists()


# ---- one person alone


def test_where_nobody_else_could_look_the_operator_answers_and_it_says_so(
    post: Any, asha: Any, olu: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    decision = decide(taken(reported(post, "hate"), olu), olu, "hide")
    before = browser_of(asha).get(f"/account/decisions/{decision.pk}/").content.decode()
    again = taken(appeal(decision, asha), olu)

    page = browser_of(olu).get(f"/desk/{again.pk}/").content.decode()
    asked = answer(again, olu, "upheld")

    assert "the person who decided may be the one who looks at it again" in before
    assert "they will read that it was the same person" in page
    assert asked.by_same_person
    after = browser_of(asha).get(f"/account/decisions/{decision.pk}/").content.decode()
    assert "that the person who decided answered it" in after


def test_with_a_colleague_there_whoever_decided_does_not_answer(
    post: Any, asha: Any, mo: Any, olu: Any, reported: Any, taken: Any, browser_of: Browser
) -> None:
    decision = decide(taken(reported(post, "hate"), olu), olu, "hide")
    again = appeal(decision, asha)

    page = browser_of(asha).get(f"/account/decisions/{decision.pk}/").content.decode()
    assert "Somebody else than the person who decided" in page
    assert browser_of(olu).get(f"/desk/{again.pk}/").status_code == 404


@pytest.mark.parametrize("author", ["mo", "asha"])
def test_with_one_colleague_who_may_be_the_anonymous_author_both_may_answer_whoever_it_is(
    author: str,
    space: Any,
    ben: Any,
    mo: Any,
    olu: Any,
    reported: Any,
    taken: Any,
    browser_of: Browser,
    request: Any,
) -> None:
    from forum.actions import start_thread

    voice, now = request.getfixturevalue(author), timezone.now()
    thread = start_thread(space, author=ben, title="T", body="B", wants="listen", now=now)
    case = reported(post_reply(thread, author=voice, body="Me", now=now, anonymous=True), "hate")
    decision = decide(taken(case, olu), olu, "hide")
    again = appeal(decision, voice)

    said = browser_of(voice).get(f"/account/decisions/{decision.pk}/").content.decode()
    assert "may be the one who looks at it again" in said
    assert browser_of(olu).get(f"/desk/{again.pk}/").status_code == 200
    assert answer(taken(again, olu), olu, "upheld").by_same_person


def test_a_moderator_answers_their_own_where_the_one_operator_wrote_it(
    space: Any, mo: Any, olu: Any, asha: Any, reported: Any, taken: Any
) -> None:
    from forum.actions import start_thread

    thread = start_thread(space, author=olu, title="T", body="B", wants="listen", now=timezone.now())
    again = appeal(decide(taken(reported(Post.objects.get(thread=thread), "hate"), mo), mo, "hide"), olu)

    assert answer(taken(again, mo), mo, "reversed").by_same_person
