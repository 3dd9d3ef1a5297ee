"""Declaring operations: who may ask, what is given, and doing writes once.

    @reads(router, "/threads/{thread_id}", _("See one thread."), gives=OneThread, shows="thread")
    @writes(router, "POST", "/threads/{thread_id}/replies", _("Post a reply."), gives=PostOut, status=201)

A write returns a Written: a pointer. What it points at is read through the operation that `shows` it, so the first
answer and a repeated one are made in the same way, and nothing somebody wrote has to be kept for the second.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from ninja import Router, Status

from api.actions import Written, do_once
from api.v1.refusals import Refused
from people.models import Scope

KEY = re.compile(r"[!-~]{1,200}")
JSON = "application/json"
WITH_BODY = {"POST", "PUT", "PATCH"}
View = Callable[..., Any]


@dataclass(frozen=True)
class Needs:
    """Who may ask one operation; django-ninja calls it before it looks at anything that was sent."""

    scope: str
    strangers: bool = False
    is_write: bool = False
    media_type: str | tuple[str, ...] = JSON

    def __call__(self, request: HttpRequest) -> bool:
        request.caller.must_have(self)  # type: ignore[attr-defined]
        _refuse_other_forms(request)
        return True


def _refuse_other_forms(request: HttpRequest) -> None:
    """Refuse a body that is no plain JSON."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Refused("media-type")
    if request.method in WITH_BODY and request.body and request.content_type != JSON:
        raise Refused("media-type")


@dataclass(frozen=True)
class Shown:
    """The operation that shows things of one kind, and their address."""

    view: View
    path: str
    argument: str

    def address_of(self, subject: str) -> str:
        return "/api/v1" + self.path.replace(f"{{{self.argument}}}", subject)


_shown: dict[str, Shown] = {}


def reads(
    router: Router, path: str, says: Any, *, gives: Any, shows: str = "", strangers: bool = False,
    scope: str = Scope.READ, media_type: str | tuple[str, ...] = JSON,
) -> Callable[[View], View]:  # fmt: skip
    """Declare a GET. `shows` names the kind of thing whose pointers lead here."""

    def declare(view: View) -> View:
        if shows:
            _shown[shows] = Shown(view, path, path.partition("{")[2].partition("}")[0])
        needs = Needs(scope, strangers, media_type=media_type)
        router.get(path, response=gives, auth=needs, operation_id=view.__name__, summary=says)(view)
        return view

    return declare


def writes(
    router: Router, method: str, path: str, says: Any, *, gives: Any = None, status: int = 0
) -> Callable[[View], View]:
    """Declare a write; it answers 204 unless it gives something."""
    status = status or (200 if gives else 204)

    def declare(view: View) -> View:
        @wraps(view)
        def once(request: HttpRequest, *args: Any, **kwargs: Any) -> Status:
            written = carry_out(request, lambda: view(request, *args, **kwargs) or Written(204))
            return answer_with(request, written)

        router.api_operation(
            [method], path, response={status: gives}, auth=Needs(Scope.WRITE, is_write=True),
            operation_id=view.__name__, summary=says,
        )(once)  # fmt: skip
        return view

    return declare


def signs_in(router: Router, path: str, says: Any, *, gives: Any) -> Callable[[View], View]:
    """Declare a POST for those who have no token yet; it looks after its own Written."""

    def declare(view: View) -> View:
        needs = Needs("", strangers=True, is_write=True)
        router.post(path, response={201: gives}, auth=needs, operation_id=view.__name__, summary=says)(view)
        return view

    return declare


def hands_out(router: Router, path: str, says: Any, *, gives: Any) -> Callable[[View], View]:
    """Declare a POST that answers with something shown once; it looks after its own Written."""

    def declare(view: View) -> View:
        needs = Needs(Scope.WRITE, is_write=True)
        router.post(path, response={201: gives}, auth=needs, operation_id=view.__name__, summary=says)(view)
        return view

    return declare


def carry_out(
    request: HttpRequest, write: Callable[[], Written], *, member: Any = None, body: bytes | None = None
) -> Written:
    """Do the write, once for every Idempotency-Key its program chooses."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return write()
    if not KEY.fullmatch(key):
        problem = _("Between 1 and 200 letters, digits and signs.")
        raise Refused("not-valid", errors=[{"in": "header", "field": "Idempotency-Key", "detail": problem}])
    asked = f"{request.method} {request.path}\n".encode() + (request.body if body is None else body)
    return do_once(
        member or request.member,  # type: ignore[attr-defined]
        key_hash=_hash("key", key.encode("utf-8", "replace")),
        request_hash=_hash("request", asked),
        write=write,
        now=timezone.now(),
    )


def answer_with(request: HttpRequest, written: Written) -> Status:
    """Read what was written as this member sees it now, and say where it is."""
    request.written = written  # type: ignore[attr-defined]
    if not written.kind:
        return Status(written.status, None)
    shown = _shown[written.kind]
    arguments = {shown.argument: _typed(written.subject)} if shown.argument else {}
    return Status(written.status, shown.view(request, **arguments))


def location_of(written: Written) -> str:
    """Return the address of what was made; "" for changes, whose address the program knows."""
    return _shown[written.kind].address_of(written.subject) if written.status == 201 else ""


def _typed(subject: str) -> int | str:
    return int(subject) if subject.isdecimal() else subject


def _hash(what: str, words: bytes) -> str:
    return salted_hmac(f"api.{what}", words, algorithm="sha256").hexdigest()
