"""What goes wrong for a program, as RFC 9457 problem details: the same kinds everywhere, in the reader's language."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

PREFIX = "/api/v1/"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem; its name is the end of its `type`, where the readable page explains it."""

    name: str
    status: int
    title: Any
    detail: Any

    @property
    def type(self) -> str:
        return f"/api/#{self.name}"


KINDS = {
    kind.name: kind
    for kind in (
        Kind("unreadable", 400, _("We could not read that"),
             _("The address, a header or the body is not what this expects. A body is one JSON object in UTF-8.")),
        Kind("sign-in", 401, _("Sign in first"),
             _("What you asked for needs a token that works, or there is nothing of that kind for strangers.")),
        Kind("not-proven", 401, _("That name and passphrase don't match"),
             _("Please try again. Nothing was changed.")),
        Kind("second-step", 401, _("A code is needed"),
             _("This account has a second step. Send its `code`, from the app or one for recovery.")),
        Kind("not-allowed", 403, _("This is not open to you"),
             _("It may be for the members of a space, or for the people who look after this community.")),
        Kind("scope", 403, _("This token may not do that"),
             _("It was made without the scope for it. Make another one that has it.")),
        Kind("agreement", 403, _("The agreement here has changed"),
             _("Please read it and say yes to it on the page /agreement/ first.")),
        Kind("closing", 403, _("This account is about to close"),
             _("Sign in on the pages first, to stay or to close it at once.")),
        Kind("other-site", 403, _("We could not tell where that came from"),
             _("A request with a session cookie needs the header X-CSRFToken. A program uses a token instead.")),
        Kind("not-found", 404, _("There is nothing here"),
             _("It may have been taken down, it may not be yours to see, or the address has a small mistake.")),
        Kind("method", 405, _("This is not asked that way"),
             _("The header Allow says which methods this address answers.")),
        Kind("conflict", 409, _("That does not go together with how things stand"),
             _("Something changed, or does not fit. Read it again before you try once more.")),
        Kind("closed", 409, _("This thread is closed"),
             _("Nobody can write here any more. Your words were not posted.")),
        Kind("edited-elsewhere", 409, _("This was changed elsewhere"),
             _("Somebody, perhaps you in another window, changed it since you read it. Read it again first.")),
        Kind("too-large", 413, _("That was too much at once"),
             _("A body can have up to 2.5 MB, and a post up to about 20,000 characters.")),
        Kind("media-type", 415, _("Please send JSON"),
             _("The body of a request is application/json, in UTF-8 and without any other encoding.")),
        Kind("not-valid", 422, _("Something needs another look"),
             _("Each entry of `errors` says what is wrong with which field.")),
        Kind("key-reused", 422, _("This Idempotency-Key was used for something else"),
             _("A key stands for one request. Choose a new one for another.")),
        Kind("slow-down", 429, _("Let us slow down for a moment"),
             _("That was tried many times in a short while. The header Retry-After says how many seconds to wait.")),
        Kind("broken", 500, _("Something broke on our side"),
             _("This is not because of anything you did. Please try again soon.")),
        Kind("restarting", 503, _("Restarting"),
             _("Come back in a moment.")),
    )
}  # fmt: skip
_BY_STATUS = {kind.status: kind for kind in reversed(KINDS.values())}


def wants_problems(request: HttpRequest | None) -> bool:
    """Tell whether a program asked: it gets problem details where a person gets a page."""
    return request is not None and request.path_info.startswith(PREFIX)


def describe(
    name: str, *, detail: str = "", errors: Iterable[dict[str, str]] = (), **more: Any
) -> dict[str, Any]:
    """Return one problem as a mapping."""
    kind = KINDS[name]
    told = {
        "type": kind.type,
        "title": str(kind.title),
        "status": kind.status,
        "detail": detail or str(kind.detail),
        **more,
    }
    found = list(errors)
    return {**told, "errors": found} if found else told


def problem(
    name: str,
    *,
    detail: str = "",
    errors: Iterable[dict[str, str]] = (),
    headers: dict[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Return one problem as an answer."""
    told = describe(name, detail=detail, errors=errors, **more)
    response = HttpResponse(
        json.dumps(told, ensure_ascii=False), status=told["status"], content_type=MEDIA_TYPE
    )
    for header, value in (headers or {}).items():
        response[header] = value
    if told["status"] == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def problem_of(status: int) -> HttpResponse:
    """Return the usual problem of this status."""
    return problem(_BY_STATUS[status].name)
