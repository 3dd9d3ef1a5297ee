"""A session that ended never costs anybody their words."""

import json
import re

import pytest
from django.test import Client

from people import actions, kept_words
from tests.cast import PASSPHRASE

WORDS = "It has been a long week.\n\nI <b>could</b> use some company & tea."
PROFILE = {
    f"{name}_audience": "members"
    for name in ("pronouns", "languages", "time_zone", "interests", "lived_experience")
}


@pytest.fixture
def profile_form():
    return {**PROFILE, "about": WORDS, "about_audience": "members"}


def test_a_form_sent_after_the_session_ended_comes_back_with_its_words(stranger, profile_form):
    response = stranger.post("/account/profile/", profile_form)

    page = response.content.decode()
    assert response.status_code == 403
    assert "Your words are still here" in page
    assert "It has been a long week." in page
    assert "&lt;b&gt;could&lt;/b&gt;" in page


def test_after_signing_in_the_words_can_be_sent_to_where_they_were_going(asha, profile_form):
    browser = Client(enforce_csrf_checks=True)
    browser.get("/sign-in/")
    token = browser.cookies["csrftoken"].value
    lost = browser.post("/account/profile/", {**profile_form, "csrfmiddlewaretoken": token})
    kept = _hidden(lost, "kept")

    signed_in = browser.post(
        "/sign-in/", {"name": "Asha", "passphrase": PASSPHRASE, "kept": kept, "csrfmiddlewaretoken": token}
    )
    assert signed_in.headers["Location"] == "/kept-words/"
    assert "long week" not in json.dumps(dict(browser.session)), "the database holds a session"
    offered = browser.get("/kept-words/")
    assert "company &amp; tea" in offered.content.decode()
    fields = dict(json.loads(kept)["fields"])
    sent = browser.post(
        "/account/profile/", {**fields, "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    )

    asha.refresh_from_db()
    assert sent.status_code == 302
    assert asha.about == WORDS
    assert browser.get("/kept-words/").status_code == 302


def test_a_wrong_passphrase_does_not_lose_the_words(stranger, asha, profile_form):
    kept = _hidden(stranger.post("/account/profile/", profile_form), "kept")

    wrong = stranger.post("/sign-in/", {"name": "Asha", "passphrase": "not this one", "kept": kept})

    assert _hidden(wrong, "kept") == kept


def test_words_can_be_let_go(asha, browser_of, stranger, profile_form):
    kept = _hidden(stranger.post("/account/profile/", profile_form), "kept")
    stranger.post("/sign-in/", {"name": "Asha", "passphrase": PASSPHRASE, "kept": kept})

    stranger.post("/kept-words/let-go/")

    assert stranger.get("/kept-words/").status_code == 302


def test_a_passphrase_is_never_kept(stranger):
    page = stranger.post(
        "/account/passphrase/", {"current_passphrase": "my old secret", "new_passphrase": "my new secret"}
    ).content.decode()

    assert "secret" not in page


@pytest.mark.parametrize(
    "kept",
    [
        "x",
        "[]",
        "{}",
        '{"path": "https://evil.example/", "fields": [["body", "hello you"]]}',
        '{"path": "//evil.example/", "fields": [["body", "hello you"]]}',
        '{"path": "javascript:alert(1)", "fields": [["body", "hello you"]]}',
        '{"path": "/account/", "fields": [["body"]]}',
        '{"path": "/account/", "fields": []}',
        "[" * 100_000,
    ],
)
def test_words_that_we_did_not_keep_are_passed_over(kept):
    assert kept_words.from_json(kept) is None


def test_words_wait_while_a_new_agreement_is_read(asha, olu, browser_of, profile_form):
    browser = browser_of(asha)
    published = actions.publish_agreement(body="Be kind.", by=olu)

    door = browser.post("/account/profile/", profile_form)
    accepted = browser.post("/agreement/", {"agree": "on", "agreement": published.pk})

    assert door.headers["Location"] == "/agreement/"
    assert accepted.headers["Location"] == "/kept-words/"
    assert "It has been a long week." in browser.get("/kept-words/").content.decode()


def test_htmx_is_told_and_leaves_the_page_alone(stranger, profile_form):
    response = stranger.post("/account/profile/", profile_form, headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert "still here" in response.content.decode()


def _hidden(response, name):
    from html import unescape

    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return unescape(found[1])


@pytest.mark.parametrize("broken", ["\\ud800", "\\u0000"])
def test_broken_letters_in_kept_words_break_no_page(broken, stranger, asha):
    kept = (
        f'{{"path": "/{broken}", "fields": [["body{broken}", "hello {broken}"], ["about", "you {broken}"]]}}'
    )

    for passphrase in ("not this one", PASSPHRASE):
        stranger.post("/sign-in/", {"name": "Asha", "passphrase": passphrase, "kept": kept})

    assert "hello " in stranger.get("/kept-words/").content.decode()
