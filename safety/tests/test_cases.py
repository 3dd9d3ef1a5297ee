"""From a report to what was done: who sees what, who has a case, what a decision does and how it is undone."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import Http404
from django.test import Client
from django.utils import timezone

from forum.actions import appoint_moderator, post_reply, remove_post, start_thread
from forum.models import Post, Space
from live.models import OutboxEvent
from notifications.models import Notice
from people.defaults import create_missing
from safety import actions, queries, subjects
from safety.actions import CaseMoved, Verdict
from safety.models import AuditEntry, Band, Case, CaseNote, Decision, DeskSettings, Report

Browser = Callable[[Any], Client]


def report(post: Any, by: Any, reason: str = "hate", words: str = "") -> Report:
    subject = subjects.find("forum.post", str(post.pk), viewer=by)
    return actions.report(subject, by=by, reason=reason, words=words, now=timezone.now())


def take(case: Case, by: Any) -> Case:
    case.refresh_from_db()
    return actions.claim(case, by=by, version=case.version, now=timezone.now())


def decide(case: Case, by: Any, outcome: str, **more: Any) -> Decision:
    case.refresh_from_db()
    verdict = Verdict(outcome, more.pop("statement", "Because of the policy."), more.pop("until", None))
    return actions.decide(
        case, verdict, by=by, version=case.version, keep_open=more.pop("keep_open", False), now=timezone.now()
    )


# ---- reports


def test_a_report_opens_a_case_and_leads_to_what_became_of_it(
    post: Any, chen: Any, browser_of: Browser
) -> None:
    browser = browser_of(chen)

    page = browser.get(f"/report/forum.post/{post.pk}/")
    answer = browser.post(f"/report/forum.post/{post.pk}/", {"reason": "worried", "words": "She sounds low."})

    case = Case.objects.get()
    assert "worried about this person" in page.content.decode()
    assert answer.headers["Location"].startswith("/account/reports/#report-")
    assert (case.band, case.concern, case.about_id) == (Band.NOW, "crisis", post.author_id)
    assert case.due_at - case.opened_at == timedelta(minutes=15)
    assert "It waits for a person" in browser.get("/account/reports/").content.decode()


def test_a_report_without_a_reason_comes_back_with_its_words(
    post: Any, chen: Any, browser_of: Browser
) -> None:
    answer = browser_of(chen).post(f"/report/forum.post/{post.pk}/", {"words": "I typed this."})

    assert answer.status_code == 422 and "I typed this." in answer.content.decode()
    assert not Case.objects.exists()


def test_reports_of_one_thing_join_one_case_and_the_most_urgent_clock_runs(
    post: Any, ben: Any, chen: Any
) -> None:
    report(post, ben, "spam")
    report(post, chen, "worried")
    report(post, chen, "worried", "And another thing.")

    case = Case.objects.get()
    assert case.band == Band.NOW and case.reports.count() == 2
    assert case.reports.get(reporter=chen).words == "And another thing."


def test_a_storm_of_reports_hides_nothing(post: Any, browser_of: Browser, ben: Any) -> None:
    from people.actions import sign_up

    for number in range(12):
        someone = sign_up(name=f"Crowd {number}", passphrase="a long passphrase", now=timezone.now())
        report(post, someone, "hate")

    assert Case.objects.count() == 1
    assert "A marzipan reply." in browser_of(ben).get(f"/threads/{post.thread_id}/").content.decode()


def test_the_words_of_a_report_are_sealed_and_in_no_event(post: Any, chen: Any) -> None:
    from django.db import connection

    report(post, chen, "other", "velvet lighthouse")

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM safety_report")
        (stored,) = cursor.fetchone()
    assert "velvet" not in stored
    assert "velvet" not in str(list(OutboxEvent.objects.values_list("data", "channels")))


@pytest.mark.parametrize("reader", ["dana", "asha"])
def test_what_one_may_not_see_or_wrote_oneself_is_not_there_to_report(
    post: Any, reader: str, request: Any, dana_is_blocked: None, browser_of: Browser
) -> None:
    browser = browser_of(request.getfixturevalue(reader))

    assert browser.get(f"/report/forum.post/{post.pk}/").status_code == 404
    assert browser.get("/report/forum.post/999999/").status_code == 404
    assert browser.get("/report/forum.nothing/1/").status_code == 404


def test_spaces_and_members_can_be_reported_too(post: Any, asha: Any, chen: Any, browser_of: Browser) -> None:
    browser = browser_of(chen)

    browser.post("/report/forum.space/grief/", {"reason": "other"})
    browser.post(f"/report/people.member/{asha.name}/", {"reason": "contact"})

    assert set(Case.objects.values_list("subject_kind", "about_id")) == {
        ("forum.space", None),
        ("people.member", asha.pk),
    }


def test_a_complaint_goes_to_the_operators_alone_and_is_answered(
    chen: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    browser_of(chen).post("/complaints/", {"words": "Nobody answered me."})
    case = Case.objects.get()

    assert browser_of(mo).get(f"/desk/{case.pk}/").status_code == 404
    take(case, olu)
    decision = decide(case, olu, "answered", statement="We are sorry.")

    assert "We are sorry." in browser_of(chen).get(f"/account/decisions/{decision.pk}/").content.decode()


# ---- who sees a case


def test_a_member_finds_no_trace_of_the_desk(post: Any, ben: Any, chen: Any, browser_of: Browser) -> None:
    case = report(post, chen).case

    for path in (f"/desk/{case.pk}/", "/desk/999999/"):
        assert browser_of(ben).get(path).status_code == 404
    assert browser_of(ben).get("/desk/").status_code == 403
    assert browser_of(ben).post(f"/desk/{case.pk}/claim/", {"version": 1}).status_code == 404
    assert "desk" not in browser_of(ben).get("/account/").content.decode()


def test_moderators_of_a_space_see_its_cases_and_no_others(
    post: Any, space: Any, ben: Any, chen: Any, lena: Any, olu: Any, asha: Any, browser_of: Browser
) -> None:
    other = Space.objects.create(slug="other", name="Other", purpose="", access="members")
    appoint_moderator(other, member=lena, by=olu, now=timezone.now())
    case = report(post, chen).case

    assert browser_of(lena).get("/desk/").status_code == 200
    assert browser_of(lena).get(f"/desk/{case.pk}/").status_code == 404

    appoint_moderator(space, member=lena, by=olu, now=timezone.now())
    assert browser_of(lena).get(f"/desk/{case.pk}/").status_code == 200


def test_nobody_handles_what_they_wrote_or_reported(space: Any, mo: Any, olu: Any, ben: Any) -> None:
    thread = start_thread(
        space, author=mo, title="Mine", body="By a moderator.", wants="listen", now=timezone.now()
    )
    by_mo = report(Post.objects.get(thread=thread), olu).case

    for person in (mo, olu):
        with pytest.raises(Http404):
            queries.get_case(by_mo.pk, viewer=person)
        with pytest.raises(PermissionDenied):
            actions.claim(by_mo, by=person, version=by_mo.version, now=timezone.now())


def test_only_whoever_has_the_case_sees_who_reported(
    post: Any, chen: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    case = report(post, chen, words="My words.").case

    before = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    take(case, mo)
    after = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    colleague = browser_of(olu).get(f"/desk/{case.pk}/").content.decode()

    assert "/members/Chen/" not in before and "My words." in before
    assert "/members/Chen/" in after
    assert "/members/Chen/" not in colleague


def test_an_anonymous_voice_stays_hidden_from_staff(
    hidden_voice: Any, post: Any, asha: Any, chen: Any, mo: Any, browser_of: Browser
) -> None:
    named = report(post, chen).case
    case = report(hidden_voice, chen).case
    take(case, mo)

    page = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()

    assert hidden_voice.alias.name in page and "Asha" not in page and "A marzipan reply." not in page
    assert f"/desk/{named.pk}/" not in page
    take(named, mo)
    assert f"/desk/{case.pk}/" not in browser_of(mo).get(f"/desk/{named.pk}/").content.decode()
    decide(case, mo, "hide")
    assert "Asha" not in browser_of(mo).get("/desk/?show=closed").content.decode()


def test_an_anonymous_moderator_is_not_given_away_by_whom_a_case_can_go_to(
    space: Any, ben: Any, mo: Any, olu: Any, chen: Any
) -> None:
    thread = start_thread(space, author=ben, title="T", body="B", wants="listen", now=timezone.now())
    case = report(post_reply(thread, author=mo, body="Me", now=timezone.now(), anonymous=True), chen).case
    take(case, olu)
    case.refresh_from_db()

    assert mo in queries.list_colleagues(case, viewer=olu)
    actions.hand_over(case, by=olu, to="Mo", words="Yours?", version=case.version, now=timezone.now())

    assert not Notice.objects.filter(member=mo, kind="safety.asked").exists()
    assert not Case.objects.filter(holder=mo).exists()


def test_what_somebody_took_back_is_not_read_because_of_another_post(
    post: Any, asha: Any, ben: Any, chen: Any, mo: Any, browser_of: Browser
) -> None:
    for author in (asha, ben):
        taken_back = post_reply(post.thread, author=author, body="A liquorice reply.", now=timezone.now())
        remove_post(taken_back, by=author, now=timezone.now())
    case = take(report(post, chen).case, mo)

    page = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()

    assert "marzipan" in page and "liquorice" not in page


def test_nor_is_an_opening_its_author_took_back_with_the_thread(
    space: Any, asha: Any, ben: Any, chen: Any, mo: Any, browser_of: Browser
) -> None:
    now = timezone.now()
    thread = start_thread(space, author=ben, title="Noon", body="A caramel opening.", wants="listen", now=now)
    reply = post_reply(thread, author=asha, body="A marzipan reply.", now=now)
    case = take(report(reply, chen).case, mo)
    remove_post(thread.posts.get(is_opening=True), by=ben, now=now)

    page = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()

    assert "marzipan" in page and "caramel" not in page


def test_a_look_behind_a_door_is_on_the_record_once(
    post: Any, space: Any, asha: Any, chen: Any, mo: Any, browser_of: Browser
) -> None:
    case = report(post, chen).case
    Space.objects.filter(pk=space.pk).update(access="request")

    for _ in range(2):
        assert browser_of(mo).get(f"/desk/{case.pk}/").status_code == 200

    assert AuditEntry.objects.filter(act="safety.case_read", about_id=asha.pk, actor_id=mo.pk).count() == 1
    assert "somebody asked for a person" in browser_of(asha).get("/account/looks/").content.decode()


# ---- who has a case


def test_the_queue_is_by_band_and_waiting_time(post: Any, space: Any, ben: Any, chen: Any, mo: Any) -> None:
    now = timezone.now()
    for band, minutes in ((Band.LOOK, 90), (Band.NOW, 1), (Band.SOON, 50), (Band.NOW, 9)):
        actions.open_case(
            None, source="request", band=band, concern="other", now=now - timedelta(minutes=minutes)
        )

    rows = queries.rows_of(list(queries.list_cases(mo)), viewer=mo, now=now)

    assert [(row.case.band, row.waited_minutes) for row in rows] == [(1, 9), (1, 1), (2, 50), (3, 90)]


def test_handing_over_asking_and_passing_on(
    post: Any, chen: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    case = take(report(post, chen).case, mo)

    case = actions.ask_colleague(
        case, by=mo, to="Olu", words="See?", version=case.version, now=timezone.now()
    )
    assert "/members/Chen/" in browser_of(olu).get(f"/desk/{case.pk}/").content.decode()
    case = actions.hand_over(case, by=mo, to="Olu", words="Over.", version=case.version, now=timezone.now())
    assert case.holder is None and case.offered_to == olu
    case = take(case, olu)
    case = actions.escalate(case, by=olu, words="Up.", version=case.version, now=timezone.now())

    with pytest.raises(PermissionDenied):
        take(case, mo)
    assert list(CaseNote.objects.values_list("act", flat=True)) == [
        "claimed", "asked", "offered", "claimed", "escalated"
    ]  # fmt: skip
    assert [entry.act for entry in AuditEntry.objects.filter(act__startswith="safety.case")]


def test_what_was_passed_on_stays_with_its_holder_until_an_operator_takes_it(
    post: Any, chen: Any, mo: Any, olu: Any, lena: Any, browser_of: Browser
) -> None:
    lena.role = "moderator"
    lena.save()
    case = take(report(post, chen).case, mo)
    with pytest.raises(actions.CaseMoved):
        actions.claim(case, by=olu, version=case.version, now=timezone.now())

    case = actions.escalate(case, by=mo, words="Up.", version=case.version, now=timezone.now())

    assert case.holder == mo and Notice.objects.filter(member=olu, kind="safety.case").exists()
    assert "Go on here until" in browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    with pytest.raises(actions.CaseMoved):
        actions.claim(case, by=lena, version=case.version, now=timezone.now())
    page = browser_of(olu).get(f"/desk/{case.pk}/").content.decode()
    assert "goes on with it until an operator takes it" in page
    browser_of(olu).post(f"/desk/{case.pk}/claim/", {"version": case.version})
    case.refresh_from_db()
    assert (case.holder, case.asked) == (olu, mo)
    with pytest.raises(actions.CaseMoved):
        actions.release(case, by=mo, version=case.version, now=timezone.now())
    with pytest.raises(actions.CaseMoved):
        actions.claim(case, by=mo, version=case.version, now=timezone.now())


def test_an_old_page_decides_nothing_and_loses_nothing(
    post: Any, chen: Any, mo: Any, browser_of: Browser
) -> None:
    case = take(report(post, chen).case, mo)

    answer = browser_of(mo).post(
        f"/desk/{case.pk}/decide/",
        {"version": case.version - 1, "outcome": "hide", "statement": "My reasons."},
    )

    assert answer.status_code == 409 and "My reasons." in answer.content.decode()
    assert f'value="{case.version}"' in answer.content.decode()
    assert not Decision.objects.exists()


# ---- decisions


def test_a_post_is_taken_down_with_reasons_appealed_and_put_back(
    post: Any, asha: Any, chen: Any, ben: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    told = report(post, chen)
    take(told.case, mo)
    decision = decide(told.case, mo, "hide", statement="It names a place.")

    page = browser_of(asha).get(f"/account/decisions/{decision.pk}/").content.decode()
    assert "It names a place." in page and "A marzipan reply." in page and "kept for a while" in page
    assert "marzipan" not in browser_of(ben).get(f"/threads/{post.thread_id}/").content.decode()
    assert "took it down" in browser_of(chen).get("/account/reports/").content.decode()
    kinds = set(Notice.objects.values_list("member__name", "kind"))
    assert {("Asha", "safety.decision"), ("Chen", "safety.report")} <= kinds

    browser_of(asha).post(f"/account/decisions/{decision.pk}/", {"words": "It is only my kitchen."})
    again = Case.objects.get(source="appeal")
    with pytest.raises(Http404):
        queries.get_case(again.pk, viewer=mo)
    take(again, olu)
    again.refresh_from_db()
    answer = browser_of(olu).post(
        f"/desk/{again.pk}/decide/",
        {"version": again.version, "outcome": "reversed", "answer": "You are right."},
    )

    assert answer.status_code == 302
    assert "marzipan" in browser_of(ben).get(f"/threads/{post.thread_id}/").content.decode()
    assert "You are right." in browser_of(asha).get(f"/account/decisions/{decision.pk}/").content.decode()
    assert "taken back" in browser_of(chen).get("/account/reports/").content.decode()
    assert Notice.objects.filter(member=mo, kind="safety.appeal").exists()
    assert browser_of(mo).get("/notices/").status_code == 200


def test_a_decision_is_read_by_whom_it_touches_and_nobody_else(
    post: Any, chen: Any, mo: Any, browser_of: Browser
) -> None:
    case = take(report(post, chen).case, mo)
    decision = decide(case, mo, "hide")

    for person in (chen, mo):
        assert browser_of(person).get(f"/account/decisions/{decision.pk}/").status_code == 404


def test_a_thread_is_taken_down_and_put_back_and_locked(
    post: Any, ben: Any, chen: Any, mo: Any, browser_of: Browser
) -> None:
    opening = Post.objects.get(thread=post.thread_id, is_opening=True)
    case = take(report(opening, chen).case, mo)
    hidden = decide(case, mo, "hide", keep_open=True)
    assert browser_of(chen).get(f"/threads/{post.thread_id}/").status_code == 404

    actions.reverse_decision(hidden, by=mo, now=timezone.now())
    decide(case, mo, "lock")

    assert browser_of(chen).get(f"/threads/{post.thread_id}/").status_code == 200
    assert "closed to new replies" in browser_of(chen).get(f"/threads/{post.thread_id}/").content.decode()


def test_a_pause_lasts_until_its_day_and_the_composer_says_so(
    post: Any, asha: Any, chen: Any, mo: Any, browser_of: Browser
) -> None:
    browser = browser_of(asha)
    assert 'name="body"' in browser.get(f"/threads/{post.thread_id}/").content.decode()
    case = take(report(post, chen).case, mo)
    decision = decide(case, mo, "pause", until=timezone.now() + timedelta(days=2))

    page = browser.get(f"/threads/{post.thread_id}/").content.decode()
    assert "post again from" in page and 'name="body"' not in page
    with pytest.raises(PermissionDenied):
        post_reply(post.thread, author=asha, body="Still me.", now=timezone.now())

    actions.reverse_decision(decision, by=mo, now=timezone.now())
    post_reply(post.thread, author=asha, body="Still me.", now=timezone.now())


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"outcome": "hide"}, "write your reasons"),
        ({"outcome": "pause", "statement": "Why."}, "choose the day"),
        ({"outcome": "pause", "statement": "Why.", "until": "2001-01-01"}, "from tomorrow on"),
        ({"outcome": "pause", "statement": "Why.", "until": "99999-01-01"}, "valid date"),
        ({"outcome": "explode"}, "valid choice"),
        ({}, "required"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused_kindly(
    post: Any, chen: Any, mo: Any, browser_of: Browser, sent: dict[str, str], wrong: str
) -> None:
    case = take(report(post, chen).case, mo)

    answer = browser_of(mo).post(f"/desk/{case.pk}/decide/", {"version": case.version, **sent})

    assert answer.status_code == 422 and wrong in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_operator_sets_the_clocks(olu: Any, chen: Any, post: Any, browser_of: Browser) -> None:
    browser_of(olu).post("/operator/desk/", {"now_minutes": 5, "soon_hours": 2, "look_hours": 48})

    case = report(post, chen, "worried").case

    assert case.due_at - case.opened_at == timedelta(minutes=5)
    assert DeskSettings.objects.count() == 1


def test_closed_cases_go_when_their_period_is_over(post: Any, chen: Any, mo: Any) -> None:
    case = take(report(post, chen).case, mo)
    decide(case, mo, "nothing")

    assert actions.forget_old_cases(now=timezone.now()) == 0
    assert actions.forget_old_cases(now=timezone.now() + timedelta(days=731)) == 1
    assert not Report.objects.exists()


def test_somebody_who_goes_leaves_no_words_in_cases(post: Any, asha: Any, chen: Any, mo: Any) -> None:
    from people.actions import ask_to_close
    from people.actions.closing import carry_out
    from people.models import Closing

    case = take(report(post, chen, words="Her words").case, mo)
    actions.write_note(case, by=mo, words="About Asha", now=timezone.now())
    decide(case, mo, "hide")
    for member in (asha, chen):
        ask_to_close(member, choice="erase", at_once=True, now=timezone.now())
    for closing in Closing.objects.all():
        carry_out(closing.pk, now=timezone.now())

    case.refresh_from_db()
    assert case.about_id is None and not Report.objects.exists() and not Decision.objects.exists()
    assert not any(CaseNote.objects.values_list("words", flat=True))


# ---- at the same moment


@pytest.fixture
def everything(transactional_db: None) -> None:
    create_missing()


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Do these at the same moment; return what each returned or raised."""
    ready, results = threading.Barrier(len(deeds)), []

    def act(deed: Callable[[], Any]) -> None:
        try:
            ready.wait()
            results.append(deed())
        except Exception as problem:
            results.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_who_claim_at_once_one_gets_it_and_the_other_is_told(
    everything: None, post: Any, chen: Any, mo: Any, olu: Any
) -> None:
    case = report(post, chen).case
    case.refresh_from_db()

    results = at_once(
        [
            lambda by=by: actions.claim(
                Case.objects.get(pk=case.pk), by=by, version=case.version, now=timezone.now()
            )
            for by in (mo, olu)
        ]
    )

    case.refresh_from_db()
    moved = [result for result in results if isinstance(result, CaseMoved)]
    assert len(moved) == 1 and case.holder_id in (mo.pk, olu.pk)
    assert moved[0].case.holder_id == case.holder_id
    assert CaseNote.objects.filter(case=case, act="claimed").count() == 1


def test_reports_at_once_are_one_case(everything: None, post: Any, ben: Any, chen: Any) -> None:
    results = at_once([lambda by=by: report(post, by, "worried") for by in (ben, chen)])

    assert [type(result) for result in results] == [Report, Report]
    assert Case.objects.count() == 1 and Report.objects.count() == 2
