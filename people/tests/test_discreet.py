"""Discreet mode: titles and icons that say nothing, and nothing for a browser to keep."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, RequestFactory

from core import discretion, errors
from core.models import Community
from people import actions
from people.models import Account
from tests.cast import PASSPHRASE

PLAIN_ICON = "M6%203h14v20H6z"
NEWCOMER = {"name": "Noor Amber", "passphrase": PASSPHRASE, "old_enough": "on", "agree": "on"}


@pytest.fixture
def lists(db):
    """The operator has chosen what a discreet browser calls this place."""
    Community(name="Lantern House", neutral_name="Lists").save()


@pytest.fixture
def discreet(asha, browser_of, lists):
    """Asha's browser, once she has chosen to be discreet."""
    browser = browser_of(asha)
    browser.post("/account/discreet/", {"discreet": "on"})
    return browser


def title_of(response):
    return re.search("<title>(.*?)</title>", response.content.decode(), re.S)[1]


@pytest.mark.parametrize(
    "path",
    ["/", "/account/", "/notices/", "/help-now/", "/search/?q=evening", "/members/Asha/", "/leaving/", "/nowhere/"],
)  # fmt: skip
def test_every_page_is_only_called_by_the_neutral_name(discreet, path):
    page = discreet.get(path)

    head = page.content.decode().partition("<main")[0]
    assert title_of(page) == "Lists"
    assert PLAIN_ICON in head
    assert "Lantern House" not in head
    assert page["Cache-Control"] == "private, no-store"


def test_others_see_names_and_what_was_drawn_for_one_is_not_shown_to_the_other(discreet, ben, browser_of):
    """Pieces of pages are remembered; both ask twice, in turn."""
    other = browser_of(ben)
    for _ in range(2):
        ours, theirs = discreet.get("/notices/"), other.get("/notices/")
        assert title_of(ours) == "Lists"
        assert title_of(theirs) == "Notices · Lantern House"
        assert PLAIN_ICON in ours.content.decode() and PLAIN_ICON not in theirs.content.decode()
        assert "?plain" in ours.content.decode() and "?plain" not in theirs.content.decode()


def test_two_communities_of_the_same_two_names_keep_their_icons_apart(discreet, ben, browser_of):
    Community(name="Lists", neutral_name="Lists").save()
    browser_of(ben).get("/")

    assert "flame" not in discreet.get("/").content.decode().partition("<main")[0]


def test_the_browser_stays_quiet_after_leaving_and_before_signing_in(discreet):
    discreet.get("/leave/")

    page = discreet.get("/sign-in/")

    assert title_of(page) == "Lists"
    assert page["Cache-Control"] == "private, no-store"
    assert discreet.cookies[discretion.COOKIE].value == "1"
    assert discreet.cookies[discretion.COOKIE]["httponly"]


def test_turning_it_off_turns_it_off(discreet):
    discreet.get("/")
    discreet.post("/account/discreet/", {})
    discreet.get("/")

    assert title_of(discreet.get("/notices/")) == "Notices · Lantern House"
    assert not discreet.cookies[discretion.COOKIE].value


def test_the_next_member_who_wants_none_of_it_gets_none_of_it(discreet, ben):
    discreet.post("/sign-out/")
    discreet.post("/sign-in/", {"name": "Ben", "passphrase": PASSPHRASE})

    assert title_of(discreet.get("/notices/")) == "Notices · Lantern House"


def test_a_shared_computer_is_left_without_the_mark(rf):
    request = rf.get("/")
    request.is_on_shared_computer = True
    response = errors.not_found(request)

    discretion.remember_choice(request, response, discreet=True)

    assert discretion.COOKIE not in response.cookies
    assert discretion.keeps_nothing(request)


def test_a_newcomer_may_choose_it_and_is_not_made_to(lists):
    for given in ({}, {"discreet": "on"}):
        name = f"Noor {len(given)} Amber"
        assert b'name="discreet"' in Client().get("/join/").content
        assert b'name="discreet" checked' not in Client().get("/join/").content
        browser = Client()
        browser.post("/join/", {**NEWCOMER, "name": name, **given})
        assert Account.objects.latest("pk").discreet == bool(given)
        assert title_of(browser.get("/notices/")) == ("Lists" if given else "Notices · Lantern House")


def test_a_newcomer_is_shown_how_to_leave_first_and_goes_on_from_there(db):
    newcomer = Client()
    codes = newcomer.post("/join/", {**NEWCOMER, "next": "/spaces/"})["Location"]
    next_page = parse_qs(urlsplit(codes).query)["next"][0]
    response = newcomer.post("/account/recovery-codes/", {"next": next_page, "wish": "kept"})

    assert codes.startswith("/account/recovery-codes/")
    assert response["Location"] == "/leaving/?next=%2Fspaces%2F"
    assert 'class="button main" href="/spaces/"' in Client().get(response["Location"]).content.decode()


@pytest.mark.parametrize("way", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_page_about_leaving_leads_to_our_own_pages_only(db, way):
    assert f'href="{way}' not in Client().get("/leaving/", {"next": way}).content.decode()


@pytest.mark.parametrize(
    "page",
    [errors.bad_request, errors.permission_denied, errors.not_found, errors.too_large, errors.too_many,
     errors.server_error, errors.csrf_failure],
)  # fmt: skip
def test_error_pages_that_came_too_early_to_know_the_member_go_by_the_browser(page, lists):
    from core.queries import get_community

    get_community()
    request = RequestFactory().get("/")
    request.COOKIES[discretion.COOKIE] = "1"

    assert title_of(page(request)) == "Lists"
    assert "Lantern House" not in page(request).content.decode()


def test_an_error_page_without_database_or_template_is_neutral_for_everybody(monkeypatch):
    monkeypatch.setattr("core.errors.render_to_string", lambda *_: 1 / 0)

    assert "Hearthside" not in errors.server_error(RequestFactory().get("/")).content.decode()


def test_signing_out_clears_what_the_browser_keeps(discreet):
    assert discreet.post("/sign-out/")["Clear-Site-Data"] == '"storage"'


def test_the_choice_reaches_every_browser_of_the_member_at_once(discreet, asha, browser_of):
    second = browser_of(asha)
    assert title_of(second.get("/")) == "Lists"

    actions.set_discreet(asha, discreet=False)

    assert title_of(second.get("/")) == "Home · Lantern House"


def test_on_a_shared_computer_nothing_is_kept_and_no_worker_comes(asha, browser_of, lists):
    browser = browser_of(asha)
    session = browser.session
    session["shared_computer"] = True
    session.save()

    page = browser.get("/help-now/")

    assert page["Cache-Control"] == "private, no-store"
    assert "data-worker" not in page.content.decode()
    assert discretion.COOKIE not in browser.cookies
