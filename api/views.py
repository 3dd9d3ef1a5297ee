"""Two doors: a page for people who write programs, and the API for the programs.

What the API needs (django-ninja, pydantic) is loaded with the first request for it: an installation nobody asks
by program starts sooner and stays smaller.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.problems import PREFIX


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Everything the API can do, as one page made from its own description."""
    from api.v1.reference import list_areas, list_problems

    facts = {
        "areas": list_areas(),
        "problems": list_problems(),
        "root": f"{request.scheme}://{request.get_host()}{PREFIX.rstrip('/')}",
    }
    return render(request, "api/reference.html", facts)


@csrf_exempt
def version_1(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer a program. Forged requests are turned away inside, where it is known whether a cookie spoke."""
    from api.v1.door import answer

    return answer(request)
