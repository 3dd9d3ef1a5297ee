"""Seeing who somebody is: a reason, a second person, an hour, a record; and nothing before, after or for others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from live.models import OutboxEvent
from notifications.models import Notice
from people import sessions
from people.models import RecoveryAddress
from safety import actions
from safety.models import AuditEntry, Case, Disclosure

Browser = Callable[[Any], Client]
HOUR = timedelta(hours=1)


def ask(case: Case, by: Any, sought: str = "account") -> Disclosure:
    return actions.ask_disclosure(
        case, sought=sought, ground="danger", words="Velvet words.", by=by, now=timezone.now()
    )


def allow(asked: Disclosure, by: Any, yes: bool = True) -> Disclosure:
    asked.refresh_from_db()
    return actions.answer_disclosure(asked, allow=yes, by=by, now=timezone.now())


def see(asked: Disclosure, by: Any, after: timedelta = timedelta()) -> Any:
    return actions.see_disclosure(asked, by=by, now=timezone.now() + after)


@pytest.fixture
def case(hidden_voice: Any, mo: Any, olu: Any, reported: Any, taken: Any) -> Case:
    found: Case = taken(reported(hidden_voice), mo)
    return found


@pytest.fixture
def proven(browser_of: Browser) -> Browser:
    """Return a function that gives the browser of somebody who has just given their passphrase again."""

    def browser(member: Any) -> Client:
        client = browser_of(member)
        session = client.session
        sessions.note_confirmed(session, now=timezone.now())
        session.save()
        return client

    return browser


def test_two_people_together_see_who_it_is(case: Case, mo: Any, olu: Any, proven: Browser) -> None:
    address = f"/desk/{case.pk}/who/"
    sent = {"sought": "account", "ground": "danger", "words": "A bridge was spoken of."}

    assert proven(mo).post(address, sent).status_code == 302
    asked = Disclosure.objects.get()
    before = proven(mo).get(address).content.decode()
    assert proven(mo).post(f"{address}show/", {"disclosure": asked.pk}).status_code == 403
    wanted = proven(olu).get(address).content.decode()
    proven(olu).post(f"{address}answer/", {"disclosure": asked.pk, "answer": "allow"})
    shown = proven(mo).post(f"{address}show/", {"disclosure": asked.pk})

    assert "waits for a second person" in before and "Asha" not in before
    assert "A bridge was spoken of." in wanted and "Asha" not in wanted
    assert "/members/Asha/" in shown.content.decode() and "no-store" in shown.headers["Cache-Control"]
    assert proven(olu).post(f"{address}show/", {"disclosure": asked.pk}).status_code == 403
    assert "Asha" not in proven(mo).get(address).content.decode()
    assert "Asha" not in proven(mo).get(f"/desk/{case.pk}/").content.decode()


def test_everybody_gives_their_passphrase_again_first(
    case: Case, mo: Any, olu: Any, browser_of: Browser
) -> None:
    asked = ask(case, mo)

    for person in (mo, olu):
        for path in ("", "answer/", "show/"):
            sent = {"disclosure": asked.pk, "answer": "allow"}
            answer = browser_of(person).post(f"/desk/{case.pk}/who/{path}", sent)
            assert answer.headers["Location"].startswith("/account/confirm/")
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_nobody_allows_their_own_request(case: Case, mo: Any) -> None:
    asked = ask(case, mo)

    with pytest.raises(PermissionDenied):
        allow(asked, mo)


def test_it_ends_after_an_hour(case: Case, mo: Any, olu: Any) -> None:
    asked = allow(ask(case, mo), olu)

    assert see(asked, mo, HOUR - timedelta(minutes=1)).member.name == "Asha"
    with pytest.raises(PermissionDenied):
        see(asked, mo, HOUR)


def test_a_refused_request_shows_nothing(case: Case, mo: Any, olu: Any) -> None:
    asked = allow(ask(case, mo), olu, yes=False)

    with pytest.raises(PermissionDenied):
        see(asked, mo)
    assert Notice.objects.filter(member=mo, kind="safety.disclosure_answered").exists()


def test_a_request_nobody_answers_is_over_after_a_day(case: Case, mo: Any, olu: Any) -> None:
    asked = ask(case, mo)
    Disclosure.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))

    with pytest.raises(actions.AnsweredAlready):
        allow(asked, olu)


def test_asked_or_answered_twice_it_is_once(case: Case, mo: Any, olu: Any) -> None:
    asked = ask(case, mo)
    assert ask(case, mo) == asked
    stale = Disclosure.objects.get()
    allow(asked, olu)

    with pytest.raises(actions.AnsweredAlready):
        actions.answer_disclosure(stale, allow=False, by=olu, now=timezone.now())
    assert Disclosure.objects.get().is_allowed
    assert AuditEntry.objects.filter(act="safety.disclosure_allowed").count() == 1


def test_only_whoever_has_the_case_asks(case: Case, olu: Any, mo: Any, reported: Any, post: Any) -> None:
    with pytest.raises(PermissionDenied):
        ask(case, olu)
    with pytest.raises(PermissionDenied):
        ask(reported(post), mo)


def test_somebody_who_looks_after_one_space_only_neither_asks_nor_allows(
    case: Case, hidden_voice: Any, mo: Any, lena: Any, olu: Any, proven: Browser
) -> None:
    from forum.actions import appoint_moderator

    appoint_moderator(hidden_voice.thread.space, member=lena, by=olu, now=timezone.now())
    asked = ask(case, mo)

    assert proven(lena).get(f"/desk/{case.pk}/").status_code == 200
    assert proven(lena).get(f"/desk/{case.pk}/who/").status_code == 404
    with pytest.raises(PermissionDenied):
        allow(asked, lena)


def test_an_anonymous_colleague_does_not_learn_of_it(
    space: Any, ben: Any, mo: Any, olu: Any, chen: Any, reported: Any, taken: Any, proven: Browser
) -> None:
    from forum.actions import post_reply, start_thread

    now = timezone.now()
    thread = start_thread(space, author=ben, title="T", body="B", wants="listen", now=now)
    case = taken(reported(post_reply(thread, author=olu, body="Me", now=now, anonymous=True)), mo)
    asked = ask(case, mo)

    assert not Notice.objects.filter(member=olu, kind__startswith="safety.disclosure").exists()
    assert proven(olu).get(f"/desk/{case.pk}/who/").status_code == 404
    with pytest.raises(PermissionDenied):
        allow(asked, olu)


def test_the_lead_needs_nobody_and_the_record_says_so(case: Case, mo: Any, olu: Any) -> None:
    actions.name_lead(lead=mo, by=olu, now=timezone.now())

    asked = ask(case, mo)

    assert see(asked, mo).member.name == "Asha"
    assert AuditEntry.objects.get(act="safety.disclosure_allowed").details["alone"] is True


def test_under_a_name_only_the_address_is_to_be_seen(
    post: Any, asha: Any, mo: Any, olu: Any, reported: Any, taken: Any
) -> None:
    RecoveryAddress.objects.create(account=asha.account, address="asha@example.org")
    case = taken(reported(post), mo)

    with pytest.raises(PermissionDenied):
        ask(case, mo)

    assert see(allow(ask(case, mo, "address"), olu), mo).address == "asha@example.org"


def test_the_member_sees_that_it_was_done_by_role_and_why(
    case: Case, asha: Any, mo: Any, olu: Any, browser_of: Browser
) -> None:
    asked = ask(case, mo)
    assert "without your name" not in browser_of(asha).get("/account/looks/").content.decode()

    allow(asked, olu)
    for _ in range(2):
        see(asked_again(asked), mo)

    page = browser_of(asha).get("/account/looks/").content.decode()
    assert "Moderator" in page and "saw that it was you who wrote something without your name" in page
    assert "life may be in danger" in page and "Mo</" not in page and "Velvet" not in page
    assert AuditEntry.objects.filter(act="safety.account_seen").count() == 1


def asked_again(asked: Disclosure) -> Disclosure:
    return Disclosure.objects.select_related("member", "case").get(pk=asked.pk)


def test_the_record_and_events_do_not_tell_who_it_is(
    case: Case, mo: Any, olu: Any, browser_of: Browser
) -> None:
    see(asked_again(allow(ask(case, mo), olu)), mo)

    assert "Asha" not in browser_of(olu).get("/operator/audit/").content.decode()
    assert "Velvet" not in str(list(OutboxEvent.objects.values_list("data", "channels")))
    for person in (mo, olu):
        assert browser_of(person).get("/notices/").status_code == 200


def test_nothing_is_left_to_see_when_the_account_is_gone(case: Case, asha: Any, mo: Any, olu: Any) -> None:
    from people.actions import ask_to_close
    from people.actions.closing import carry_out
    from people.models import Closing

    asked = allow(ask(case, mo), olu)
    ask_to_close(asha, choice="erase", at_once=True, now=timezone.now())
    carry_out(Closing.objects.get().pk, now=timezone.now())

    left = asked_again(asked)
    assert left.member is None and left.words == ""
    with pytest.raises(PermissionDenied):
        see(left, mo)


@pytest.mark.parametrize("missing", ["sought", "ground", "words"])
def test_a_request_that_is_not_whole_comes_back_with_its_words(
    case: Case, mo: Any, proven: Browser, missing: str
) -> None:
    sent = {"sought": "account", "ground": "danger", "words": "Velvet words."}
    answer = proven(mo).post(f"/desk/{case.pk}/who/", {**sent, missing: ""})

    assert answer.status_code == 422 and not Disclosure.objects.exists()
    assert missing == "words" or "Velvet words." in answer.content.decode()


def test_members_find_nothing_there_whether_or_not_there_is_a_case(
    case: Case, asha: Any, ben: Any, mo: Any, proven: Browser
) -> None:
    asked = ask(case, mo)

    for person in (asha, ben):
        for number in (case.pk, 999_999):
            assert proven(person).get(f"/desk/{number}/who/").status_code == 404
            for path in ("answer/", "show/"):
                sent = {"disclosure": asked.pk, "answer": "allow"}
                assert proven(person).post(f"/desk/{number}/who/{path}", sent).status_code == 404
