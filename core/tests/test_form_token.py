"""The token in our forms: Django takes it, and it is never the same twice."""

import string

from django.middleware.csrf import _does_token_match, _unmask_cipher_token
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from core.form_token import FormToken, masked

SECRETS = st.text(string.ascii_letters + string.digits, min_size=32, max_size=32)


@given(SECRETS)
def test_django_reads_the_secret_behind_the_mask(secret):
    assert _unmask_cipher_token(masked(secret)) == secret
    assert _does_token_match(masked(secret), secret)


def test_another_mask_each_time_hides_what_is_always_the_same():
    drawn = [masked("a" * 32) for _ in range(200)]

    assert len({token[:32] for token in drawn}) == len({token[32:] for token in drawn}) == 200
    assert {letter for token in drawn for letter in token} == set(string.ascii_letters + string.digits)


def test_one_page_has_one_token_in_all_its_forms():
    request = RequestFactory().get("/")
    token = FormToken(request)

    assert token.__html__() == str(token)
    assert _does_token_match(token.__html__().split('value="')[1].split('"')[0], request.META["CSRF_COOKIE"])


def test_a_browser_is_given_its_secret_once(db):
    browser = Client(enforce_csrf_checks=True)

    first, second = browser.get("/sign-in/"), browser.get("/sign-in/")

    assert "csrftoken" in first.cookies
    assert "csrftoken" not in second.cookies
