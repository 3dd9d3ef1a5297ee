"""The hidden field that shows a form is ours.

Django checks it. Here it is written, because writing it by Django's own means costs a tenth of a page.
"""

import secrets

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token
from markupsafe import Markup

_LETTERS = CSRF_ALLOWED_CHARS.encode()
_LETTER_OF = bytes(_LETTERS[number % len(_LETTERS)] for number in range(256))
_NUMBER_OF = bytes(max(0, _LETTERS.find(letter)) for letter in range(256))


class FormToken:
    """The field as HTML, made when a template first writes it: only pages with forms need it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._html: Markup | None = None

    def __html__(self) -> str:
        if self._html is None:
            self._html = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(
                masked(_secret(self._request))
            )
        return self._html

    __str__ = __html__


def masked(secret: str) -> str:
    """Return the secret under a fresh mask, in the form Django reads: the mask, then mask and secret added."""
    mask = secrets.token_bytes(CSRF_SECRET_LENGTH).translate(_LETTER_OF)
    total = _number(mask) + _number(secret.encode())  # two letters make less than 256, so nothing is carried
    return (mask + total.to_bytes(CSRF_SECRET_LENGTH).translate(_LETTER_OF)).decode()


def _number(letters: bytes) -> int:
    return int.from_bytes(letters.translate(_NUMBER_OF))


def _secret(request: HttpRequest) -> str:
    """Return the browser's secret; one that has none yet is given it with this answer."""
    if "CSRF_COOKIE" not in request.META:
        get_token(request)
    secret: str = request.META["CSRF_COOKIE"]
    return secret
