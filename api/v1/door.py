"""What every request passes: who asks, how often, in which form; and what every answer carries."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac

from api.v1 import caller, pacing
from api.v1.refusals import Refused
from api.v1.routing import location_of
from core.problems import PREFIX, problem


def answer(request: HttpRequest) -> HttpResponse:
    """Answer one request of a program. HEAD is answered like GET; what sends it leaves the body out."""
    asked_with = request.method
    if asked_with == "HEAD":
        request.method = "GET"
    try:
        response = _finished(request, _answered(request))
    finally:
        request.method = asked_with
    return response


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        view, args, kwargs = _find(request)
        _ = request.body  # read whole before anything could read it as a form
        asking = caller.identify(request)
        pacing.hold_back(request, asking.viewer)
        response: HttpResponse = view(request, *args, **kwargs)
    except Refused as refused:
        return refused.response
    if isinstance(response, HttpResponseNotAllowed):
        return problem("method", headers={"Allow": response["Allow"]})
    return response


def _find(request: HttpRequest) -> Any:
    """Return the operation's view and its arguments; an address that is none is nothing for anybody alike."""
    try:
        return resolve("/" + request.path_info.removeprefix(PREFIX), urlconf="api.v1.app")
    except Resolver404:
        raise Refused("not-found") from None


def _finished(request: Any, response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    if written := getattr(request, "written", None):
        response["Cache-Control"] = "private, no-store"
        if address := location_of(written):
            response["Location"] = address
        if written.is_repeated:
            response["Idempotency-Replayed"] = "true"
    if request.method == "GET" and response.status_code == 200:
        return _unless_known(request, response)
    return response


def _unless_known(request: Any, response: HttpResponse) -> HttpResponse:
    """Mark the answer; a program that has this very answer gets 304. The mark is keyed and each viewer's own."""
    tag = tag_of(request, response.content)
    response["ETag"] = tag
    known = request.headers.get("If-None-Match", "")
    if known.strip() == "*" or tag in [mark.strip().removeprefix("W/") for mark in known.split(",")]:
        unchanged = HttpResponse(status=304)
        for header in ("ETag", "Vary"):
            unchanged[header] = response[header]
        del unchanged["Content-Type"]
        return unchanged
    return response


def tag_of(request: Any, content: bytes) -> str:
    """Return the ETag of what this viewer reads."""
    viewer = request.member.pk if request.member else 0
    return (
        f'"{salted_hmac("api.etag", f"{viewer}:".encode() + content, algorithm="sha256").hexdigest()[:32]}"'
    )
