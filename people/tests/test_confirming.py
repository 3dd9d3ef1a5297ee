"""Asking for the passphrase again: before what, for how long, and with nothing lost."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from django.utils import timezone

from people import sessions
from people.access import confirmed_recently
from tests.cast import PASSPHRASE


@confirmed_recently
def burn(request):
    return HttpResponse(f"{request.method} {request.POST.get('body', '')}")


urlpatterns = [path("burn/", burn), path("", include("config.urls"))]


@pytest.fixture
def asha_at_the_fire(asha, browser_of):
    with override_settings(ROOT_URLCONF=__name__):
        yield browser_of(asha)


def test_a_page_that_asks_again_opens_after_the_passphrase(asha_at_the_fire):
    asked = asha_at_the_fire.get("/burn/?all=1")
    confirmed = asha_at_the_fire.post(
        "/account/confirm/", {"current_passphrase": PASSPHRASE, "next": "/burn/?all=1"}
    )

    assert asked.headers["Location"] == "/account/confirm/?next=%2Fburn%2F%3Fall%3D1"
    assert confirmed.headers["Location"] == "/burn/?all=1"
    assert asha_at_the_fire.get("/burn/").content == b"GET "


def test_words_wait_while_the_passphrase_is_asked(asha_at_the_fire):
    asha_at_the_fire.post("/burn/", {"body": "all of it"})
    confirmed = asha_at_the_fire.post("/account/confirm/", {"current_passphrase": PASSPHRASE})
    offered = asha_at_the_fire.get("/kept-words/").content.decode()

    assert confirmed.headers["Location"] == "/kept-words/"
    assert 'action="/burn/"' in offered
    assert "all of it" in offered
    assert asha_at_the_fire.post("/burn/", {"body": "all of it"}).content == b"POST all of it"
    assert asha_at_the_fire.get("/kept-words/").status_code == 302


def test_a_press_without_words_is_offered_again(asha_at_the_fire):
    asha_at_the_fire.post("/burn/")
    asha_at_the_fire.post("/account/confirm/", {"current_passphrase": PASSPHRASE})

    offered = asha_at_the_fire.get("/kept-words/").content.decode()

    assert 'action="/burn/"' in offered
    assert "Press once more" in offered


def test_a_wrong_passphrase_opens_nothing(asha_at_the_fire):
    wrong = asha_at_the_fire.post("/account/confirm/", {"current_passphrase": "not this one"})

    assert wrong.status_code == 422
    assert "not your passphrase" in wrong.content.decode()
    assert asha_at_the_fire.get("/burn/").status_code == 302


def test_guessing_is_slowed_down_as_at_the_door(asha_at_the_fire):
    for _ in range(5):
        asha_at_the_fire.post("/account/confirm/", {"current_passphrase": "not this one"})

    locked = asha_at_the_fire.post("/account/confirm/", {"current_passphrase": PASSPHRASE})

    assert "several tries" in locked.content.decode()
    assert asha_at_the_fire.get("/burn/").status_code == 302


def test_it_is_asked_again_after_ten_minutes(asha_at_the_fire):
    session = asha_at_the_fire.session
    sessions.note_confirmed(session, now=timezone.now() - timedelta(minutes=10))
    session.save()

    assert asha_at_the_fire.get("/burn/").status_code == 302


def test_signing_in_alone_does_not_count(stranger, asha):
    with override_settings(ROOT_URLCONF=__name__):
        stranger.post("/sign-in/", {"name": "Asha", "passphrase": PASSPHRASE})

        assert stranger.get("/burn/").headers["Location"].startswith("/account/confirm/")


def test_htmx_is_told_where_to_go(asha_at_the_fire):
    answer = asha_at_the_fire.post("/burn/", {"body": "x"}, headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert "/account/confirm/" in answer.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/leave/", "/sign-out/"])
def test_confirming_never_leads_elsewhere(asha_at_the_fire, elsewhere):
    confirmed = asha_at_the_fire.post(
        "/account/confirm/", {"current_passphrase": PASSPHRASE, "next": elsewhere}
    )

    assert confirmed.headers["Location"] == "/account/"
