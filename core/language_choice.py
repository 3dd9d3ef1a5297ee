"""Which language a visitor's pages speak, chosen before anything can refuse the request.

A visitor's own choice comes first, then what the browser asks for, then what the operator set. The choice is one
cookie that holds nothing but the language; members have theirs in their account as well.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from core.languages import default_language, is_spoken

Respond = Callable[[HttpRequest], HttpResponseBase]

CHOSEN = "language"
KEPT_FOR = 365 * 24 * 60 * 60
LONGEST_WISH = 500


def speak(respond: Respond) -> Respond:
    """Draw each answer in the visitor's language, error pages too."""

    def speaking(request: HttpRequest) -> HttpResponseBase:
        translation.activate(language_of(request))
        response = respond(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            response.headers.setdefault("Content-Language", translation.get_language())
        return response

    return speaking


def language_of(request: HttpRequest) -> str:
    """Return the language this browser chose or asks for; the community's own where it asks for none we have."""
    return language_wanted(request.COOKIES.get(CHOSEN, ""), request.headers.get("Accept-Language", ""))


def language_wanted(chosen: str, accepted: str) -> str:
    """Return the language for a choice that was kept and an Accept-Language header."""
    if is_spoken(chosen):
        return chosen
    for wish, _ in parse_accept_lang_header(accepted[:LONGEST_WISH]):
        try:
            return str(get_supported_language_variant(wish))
        except LookupError:
            continue
    return default_language()


def remember_choice(response: HttpResponse, language: str) -> None:
    """Keep a visitor's choice in their browser for a year."""
    response.set_cookie(
        CHOSEN, language, max_age=KEPT_FOR, samesite="Lax", secure=settings.HTTPS, httponly=True
    )
