"""Forms of our own pages pass although they say "Origin: null"; what another site sends does not."""

import pytest
from django.test import Client

from core.forged import FormCheck

TOKEN = "csrfmiddlewaretoken"


@pytest.fixture
def page(settings, db):
    """Give a browser that has opened a page, and the token in its form."""
    settings.ROOT_URLCONF = "core.tests.breaking_urls"
    client = Client(enforce_csrf_checks=True)
    html = client.post("/echo/", headers={"Sec-Fetch-Site": "same-origin"}).content.decode()
    return client, html.split(f'name="{TOKEN}" value="')[1].split('"')[0]


def send(page, *, token=True, **headers):
    client, kept = page
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/echo/", {"body": "two words", **({TOKEN: kept} if token else {})}, headers=names)


def test_the_pages_do_without_a_referrer(stranger):
    assert stranger.get("/")["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null", "Sec_Fetch_Site": "same-origin"},
        {"Origin": "null"},  # from before 2023, or over plain HTTP
        {"Origin": "http://testserver", "Sec_Fetch_Site": "same-origin"},
        {},
    ],
)
def test_our_own_form_is_taken(page, headers):
    assert send(page, **headers).content == b"two words"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null", "Sec_Fetch_Site": "cross-site"},
        {"Origin": "null", "Sec_Fetch_Site": "same-site"},
        {"Origin": "null", "Sec_Fetch_Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "https://elsewhere.example", "Sec_Fetch_Site": "same-origin"},
    ],
)
def test_a_form_from_elsewhere_is_refused_even_with_the_token(page, headers):
    assert send(page, **headers).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": "null", "Sec_Fetch_Site": "same-origin"}, {"Origin": "null"}, {}]
)
def test_nothing_passes_without_the_token(page, headers):
    assert send(page, token=False, **headers).status_code == 403


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({}, True),  # neither origin nor referrer: an old browser that does as it is told
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Referer": "https://elsewhere.example/"}, False),
        ({"Referer": "https://testserver/"}, True),
    ],
)
def test_over_https_a_missing_origin_is_judged_alike(rf, headers, is_taken):
    token = "a" * 32
    request = rf.post("/", {TOKEN: token}, secure=True, headers=headers)
    request.COOKIES["csrftoken"] = token
    check = FormCheck(lambda request: None)
    check.process_request(request)

    refused = check.process_view(request, lambda request: None, (), {})

    assert (refused is None) == is_taken


def test_words_can_be_sent_again_by_a_browser_that_says_nothing_but_has_our_cookie(page):
    """The cookie is for one site only, so another site's form does not bring it along."""
    ours = send(page, token=False, Origin="null").content.decode()
    page[0].cookies.clear()
    anybodys = send(page, token=False, Origin="null").content.decode()

    assert "Send it now" in ours
    assert "two words" in anybodys and "Send it now" not in anybodys
