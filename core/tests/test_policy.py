"""Scripts run only with the nonce of the answer that names them."""

import re

import pytest
from django.template import engines

from core import policy


def nonces(response):
    return set(re.findall(r'nonce="([^"]+)"', response.content.decode()))


def directive(response, name):
    parts = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    return parts[name]


def test_a_page_allows_its_own_scripts_and_no_others(stranger):
    page = stranger.get("/join/")

    assert page.content.decode().count("<script ") == 2
    assert len(nonces(page)) == 1
    assert directive(page, "script-src") == f"'nonce-{nonces(page).pop()}'"


def test_every_answer_has_another_nonce(stranger):
    assert nonces(stranger.get("/")).isdisjoint(nonces(stranger.get("/")))


@pytest.mark.parametrize("path", ["/healthz", "/leave/"])
def test_an_answer_without_scripts_allows_none(stranger, path):
    stranger.get("/")

    assert directive(stranger.get(path), "script-src") == "'none'"


def test_error_pages_have_one_too(stranger):
    page = stranger.get("/nowhere/")

    assert page.status_code == 404
    assert directive(page, "script-src") == f"'nonce-{nonces(page).pop()}'"


def test_nothing_else_is_open(stranger):
    policy_of_a_page = stranger.get("/")["Content-Security-Policy"]

    assert policy_of_a_page.startswith("default-src 'none'; ")
    assert "unsafe" not in policy_of_a_page and "http" not in policy_of_a_page and "*" not in policy_of_a_page
    for name in ("style-src", "connect-src", "form-action", "manifest-src", "worker-src"):
        assert directive(stranger.get("/"), name) == "'self'"
    for name in ("base-uri", "frame-ancestors"):
        assert directive(stranger.get("/"), name) == "'none'"


def test_a_piece_with_a_nonce_is_never_remembered():
    policy.begin_answer()
    source = "{% remember 'scripts' %}{{ script('core/hearthside.js') }}{% endremember %}"

    with pytest.raises(ValueError, match="one answer only"):
        engines["templating"].from_string(source).render({})
