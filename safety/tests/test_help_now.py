"""Get help now, as a frightened person meets it."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils import timezone

from safety import actions, queries

pytestmark = pytest.mark.django_db
PAGE = "/help-now/"


def _words(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_a_stranger_is_asked_for_their_country(stranger):
    response = stranger.get(PAGE)

    assert response.status_code == 200
    assert "Which country are you in?" in _words(response)
    assert "tel:" not in response.content.decode()


@pytest.mark.parametrize(
    "header", [{"Accept-Language": "en-GB"}, {"CF-IPCountry": "GB"}, {"X-Forwarded-For": "8.8.8.8"}]
)
def test_the_country_is_never_guessed(stranger, header):
    assert "Samaritans" not in _words(stranger.get(PAGE, headers=header))


def test_the_emergency_number_comes_before_every_line(stranger):
    page = stranger.get(PAGE, {"country": "GB"}).content.decode()

    assert 0 < page.index('href="tel:999"') < page.index("Samaritans")


def test_every_way_in_of_a_line_is_there(stranger):
    page = stranger.get(PAGE, {"country": "us"}).content.decode()

    assert 'href="tel:988"' in page
    assert 'href="sms:741741"' in page
    assert "Text HOME to" in page
    assert 'href="https://988lifeline.org/chat/" rel="noreferrer"' in page
    assert "When the call is answered: press 1." in page


def test_every_country_can_be_shown(stranger):
    for country in queries.list_countries():
        response = stranger.get(PAGE, {"country": country.code})
        words = _words(response)
        assert response.status_code == 200
        assert "None" not in words
        for line in country.lines:
            assert "Last seen in a public source" in words
            assert response.context is None or line.name


def test_it_says_that_nobody_has_checked_the_numbers(stranger):
    assert "have not checked these numbers yet" in _words(stranger.get(PAGE, {"country": "NZ"}))


def test_a_confirmed_country_says_when(stranger):
    actions.confirm_country(queries.get_country("NZ"), by="Olu", now=timezone.now())

    words = _words(stranger.get(PAGE, {"country": "NZ"}))

    assert "checked these numbers with the services" in words
    assert "have not checked" not in words
    assert "Olu" not in words


def test_a_confirmation_older_than_ninety_days_says_so(stranger):
    actions.confirm_country(queries.get_country("NZ"), by="Olu", now=timezone.now() - timedelta(days=91))

    assert "more than 90 days ago" in _words(stranger.get(PAGE, {"country": "NZ"}))


def test_a_fact_that_changed_is_not_confirmed_any_more():
    now = timezone.now()
    confirmed = actions.confirm_country(queries.get_country("NZ"), by="Olu", now=now)

    confirmed.fingerprint = "other facts"
    confirmed.save()

    assert not queries.get_certainty(queries.get_country("NZ"), now=now).is_confirmed


def test_a_database_that_does_not_answer_hides_no_number():
    with mock.patch.object(queries.helplines, "_confirmations", side_effect=DatabaseError):
        certainty = queries.get_certainty(queries.get_country("NZ"), now=timezone.now())

    assert not certainty.is_confirmed


@pytest.mark.parametrize("code", ["none", "ZZ", "<script>", "é" * 5000])
def test_an_unknown_country_gets_something_to_do(stranger, code):
    response = stranger.get(PAGE, {"country": code})

    assert response.status_code == 200
    assert "112 reaches the emergency services in many countries" in _words(response)
    assert "<script>" not in response.content.decode()


def test_a_country_without_lines_still_has_its_emergency_number(stranger):
    page = stranger.get(PAGE, {"country": "TR"}).content.decode()

    assert 'href="tel:112"' in page
    assert "know of a line in this country" in page


def test_a_country_without_a_sure_emergency_number_says_so(stranger):
    words = _words(stranger.get(PAGE, {"country": "NG"}))

    assert "We have no emergency number for this country" in words
    assert "SURPIN" in words


def test_nothing_is_kept_about_a_stranger(stranger):
    response = stranger.get(PAGE, {"country": "GB"})

    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in response.headers["Vary"]


def test_a_page_for_somebody_signed_in_is_kept_by_nobody_else(asha, browser_of):
    response = browser_of(asha).get(PAGE, {"country": "GB"})

    assert "public" not in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]


def test_the_page_asks_the_database_almost_nothing(stranger, django_assert_max_num_queries):
    stranger.get(PAGE)
    with django_assert_max_num_queries(3):
        stranger.get(PAGE, {"country": "GB"})


def test_posting_is_refused(stranger):
    assert stranger.post(PAGE).status_code == 405


def test_the_short_list_links_to_everything():
    short = render_to_string("safety/_lines_short.html", {"country": queries.get_country("GB")})

    assert 'href="tel:116123"' in short
    assert "/help-now/?country=GB" in short


def test_the_short_list_without_a_country_leads_to_the_page():
    assert 'href="/help-now/"' in render_to_string("safety/_lines_short.html", {"country": None})
