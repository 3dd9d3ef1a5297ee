"""Get help now: everybody may open it, and it keeps nothing about who did."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from safety import queries


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Show a country's emergency numbers and lines, or ask which country; it never guesses one."""
    code = request.GET.get("country", "")
    country = queries.get_country(code)
    context: dict[str, Any] = {"countries": queries.list_countries(), "country": country}
    context["is_elsewhere"] = bool(code and not country)
    if country:
        context["groups"] = queries.list_groups(country)
        context["certainty"] = queries.get_certainty(country, now=timezone.now())
    return _kept_briefly(request, render(request, "safety/help_now.html", context))


def _kept_briefly(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let caches keep the page of somebody who carries no session; nothing in it is about them."""
    is_stranger = settings.SESSION_COOKIE_NAME not in request.COOKIES
    if is_stranger and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        patch_cache_control(response, public=True, max_age=300)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    return response
