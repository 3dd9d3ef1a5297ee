"""Discreet mode: pages whose title and icon say nothing, and of which no browser keeps anything.

Members choose it in their account. Their browser remembers it by a cookie that holds nothing else, so that pages
before signing in, after leaving and when something went wrong are as quiet as the rest.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE = "plain"
KEPT_FOR = 180 * 24 * 60 * 60


def is_wanted(request: HttpRequest) -> bool:
    """Tell whether whoever is reading wants it: the member's choice, else what this browser remembers."""
    appearance = getattr(request, "appearance", None)
    return bool(appearance.discreet) if appearance else COOKIE in request.COOKIES


def keeps_nothing(request: HttpRequest) -> bool:
    """Tell whether a browser must not keep any answer to this visitor, whatever the page itself allows."""
    return is_wanted(request) or bool(getattr(request, "is_on_shared_computer", False))


def remember_choice(request: HttpRequest, response: HttpResponseBase, *, discreet: bool) -> None:
    """Let this browser know what the member who is signed in wants; on a shared computer leave no mark."""
    remembered = COOKIE in request.COOKIES
    if discreet and not remembered and not getattr(request, "is_on_shared_computer", False):
        response.set_cookie(
            COOKIE, "1", max_age=KEPT_FOR, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    elif remembered and not discreet:
        response.delete_cookie(COOKIE, samesite="Lax")
