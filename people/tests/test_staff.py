"""People with powers: they rest until a second step was passed, and nobody stays signed in who is not there."""

from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from core.doctor import Level, Look
from core.doctor.visit import Visit
from forum.actions import appoint_moderator
from forum.models import Space
from people import actions, checkups, queries, sessions, streams
from people.models import Account, Role
from people.permissions import PERMISSIONS, allows
from people.tests.test_second_steps import SECRET, code_of, sure
from tests.cast import PASSPHRASE


def half_in(member):
    """Return a browser of somebody who gave their passphrase alone."""
    client = Client()
    client.force_login(member.account)
    return client


def was_last_there(client, *, minutes):
    session = client.session
    session["active_at"] = int((timezone.now() - timedelta(minutes=minutes)).timestamp())
    session.save()


@pytest.fixture
def space(db):
    return Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")


def test_without_a_second_step_nobody_has_more_than_a_listeners_powers(olu):
    viewer = queries.get_viewer(olu.account_id)

    assert viewer.has_resting_powers
    allowed = {permission for permission in PERMISSIONS[Role.OPERATOR] if allows(viewer.member, permission)}
    assert allowed <= PERMISSIONS[Role.LISTENER]


def test_an_operator_without_one_is_led_to_set_it_up(olu):
    browser = half_in(olu)

    asked = browser.get("/operator/community/")
    banner = browser.get("/").content.decode()

    assert asked.headers["Location"] == "/account/security/?next=%2Foperator%2Fcommunity%2F"
    assert "Your powers here rest" in banner
    assert "/account/security/" in banner
    assert "/operator/" not in banner


def test_an_ordinary_member_still_gets_403_and_no_banner(asha):
    browser = half_in(asha)

    assert browser.get("/operator/community/").status_code == 403
    assert "powers" not in browser.get("/").content.decode()


def test_setting_it_up_wakes_the_powers_at_once(olu):
    browser = sure(half_in(olu))
    page = browser.get("/account/security/app/").content.decode()
    secret = page.split('<code class="key" dir="ltr">')[1].split("<")[0].replace(" ", "")

    browser.post("/account/security/app/", {"code": code_of(secret)})

    assert browser.get("/operator/community/").status_code == 200


def test_a_session_from_before_is_asked_for_the_step_and_then_goes_on(olu):
    browser = half_in(olu)
    actions.add_app(olu, secret=SECRET)

    asked = browser.get("/operator/community/")
    passed = browser.post(asked.headers["Location"], {"code": code_of(), "next": "/operator/community/"})

    assert asked.headers["Location"].startswith("/sign-in/second-step/?next=")
    assert passed.headers["Location"] == "/operator/community/"
    assert browser.get("/operator/community/").status_code == 200


def test_words_an_operator_sent_wait_for_the_second_step(olu):
    browser = half_in(olu)
    actions.add_app(olu, secret=SECRET)

    asked = browser.post("/operator/topics/", {"name": "A topic of many words"})
    passed = browser.post(asked.headers["Location"], {"code": code_of(), "next": "/kept-words/"})

    assert passed.headers["Location"] == "/kept-words/"
    assert "A topic of many words" in browser.get("/kept-words/").content.decode()


def test_signing_in_through_the_door_wakes_them(mo, stranger):
    actions.add_app(mo, secret=SECRET)
    stranger.post("/sign-in/", {"name": "Mo", "passphrase": PASSPHRASE})
    stranger.post("/sign-in/second-step/", {"code": code_of()})

    assert "Your powers here rest" not in stranger.get("/").content.decode()
    assert sessions.has_passed_second_step(stranger.session)


def test_a_moderator_of_one_space_is_staff_too(ben, olu, space, browser_of):
    appoint_moderator(space, member=ben, by=olu, now=timezone.now())

    assert half_in(ben).get("/spaces/grief/requests/").status_code == 404
    assert browser_of(ben).get("/spaces/grief/requests/").status_code == 200
    assert "Your powers here rest" in half_in(ben).get("/").content.decode()


def test_staff_are_signed_out_when_nobody_was_there_for_a_quarter_of_an_hour(mo, browser_of):
    browser = browser_of(mo)
    browser.get("/")
    was_last_there(browser, minutes=14)
    assert browser.get("/account/").status_code == 200
    was_last_there(browser, minutes=16)

    gone = browser.get("/account/", follow=True)

    assert "Nobody was here for 15 minutes" in gone.content.decode()
    assert "_auth_user_id" not in browser.session


def test_members_are_not(asha, browser_of):
    browser = browser_of(asha)
    was_last_there(browser, minutes=600)

    assert browser.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Mode": "navigate"},
        {"HX-Request": "true", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(mo, browser_of, headers):
    browser = browser_of(mo)
    was_last_there(browser, minutes=14)
    before = browser.session["active_at"]

    browser.get("/", headers=headers)

    assert browser.session["active_at"] == before


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1"}])
def test_going_to_a_page_does(mo, browser_of, headers):
    browser = browser_of(mo)
    was_last_there(browser, minutes=14)
    before = browser.session["active_at"]

    browser.get("/", headers=headers)

    assert browser.session["active_at"] > before


def test_listening_does_not_count_and_ends_with_the_session(mo, browser_of):
    browser = browser_of(mo)
    was_last_there(browser, minutes=14)
    key = browser.session.session_key

    listener = streams.identify(key)
    assert (listener.member_id, listener.good_for) == (mo.pk, 30.0)
    was_last_there(browser, minutes=16)

    assert streams.identify(key) is None
    store = import_module(settings.SESSION_ENGINE).SessionStore
    assert timezone.now().timestamp() - store(key)["active_at"] > 15 * 60


def test_words_of_somebody_who_was_away_are_kept(mo, browser_of):
    browser = browser_of(mo)
    was_last_there(browser, minutes=16)

    sent = browser.post("/account/name/", {"name": "some words that were typed"})

    assert sent.status_code == 403
    assert "some words that were typed" in sent.content.decode()


def test_the_operator_takes_lost_second_steps_off_an_account(mo, browser_of):
    browser = browser_of(mo)
    actions.add_app(mo, secret=SECRET)
    codes = actions.new_recovery_codes(mo)
    said = StringIO()

    call_command("reset_factors", "mo", "--yes", stdout=said)

    assert "passphrase alone" in said.getvalue()
    assert not queries.has_second_step(mo.account_id)
    assert not actions.use_recovery_code(
        Account.objects.get(pk=mo.account_id), code=codes[0], now=timezone.now()
    )
    assert browser.get("/account/").status_code == 302


def test_the_doctor_counts_staff_without_a_second_step(asha, mo, olu):
    look = Look(now=timezone.now(), visit=Visit("http://127.0.0.1:1"))

    (found,) = checkups.second_steps_of_staff(look)
    assert found.level is Level.LOOK
    assert found.what.startswith("2 of 2 ")
    assert "Mo" not in found.what + found.to_do and "Olu" not in found.what

    for member in (mo, olu):
        actions.add_app(member, secret=SECRET)
    (found,) = checkups.second_steps_of_staff(look)
    assert found.level is Level.FINE
