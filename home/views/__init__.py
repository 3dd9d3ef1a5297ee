"""The front page, and what stands in for it without a connection."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_safe

from core import discretion
from core.languages import is_spoken
from core.queries import get_community
from core.templating import Appearance
from forum import queries
from home import installed
from safety.queries import list_countries


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What somebody finds when they come in."""
    context = {
        "page": queries.list_threads(request.member, cursor=request.GET.get("after")),
        "spaces": queries.spaces_for_rail(request.member),
    }
    return render(request, "home/front.html", context)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    facts = installed.manifest(get_community(), plain="plain" in request.GET)
    return JsonResponse(facts, content_type="application/manifest+json")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script. Browsers look for a new one at every page; an hour old is new enough."""
    script = installed.service_worker(get_community(), plain="plain" in request.GET)
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "private, max-age=3600"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page a browser keeps for when there is no connection: crisis lines, and room for its own drafts.

    Drawn without the request, as for a stranger: what it says stays in the browser.
    """
    facts = {
        "community": get_community(),
        "appearance": Appearance(discreet="plain" in request.GET or discretion.is_wanted(request)),
        "countries": list_countries(),
    }
    wanted = request.GET.get("in", "")
    with translation.override(wanted if is_spoken(wanted) else translation.get_language()):
        response = HttpResponse(render_to_string("home/offline.html", facts))
        response["Content-Language"] = translation.get_language()
    return response
