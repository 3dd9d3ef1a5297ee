"""Turning whatever can go wrong into a problem the program can read."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as ShapeError

from api.actions import KeyReused
from api.v1.wording import words_for
from chat.actions import (
    AlreadyAsked,
    AlreadyTalking,
    AlreadyThere,
    ConversationEnded,
    GroupFull,
    RoomPaused,
    RoomShut,
    TooLateToEdit,
    TooManyRequests,
    WaitALittle,
)
from circles.actions import CircleOver, HeldAgain, NobodyHolds, PlaceGone
from core.fields import LineField
from core.pace import TooSoon
from core.problems import problem
from forum.actions import EditConflict, ThreadClosed
from listening.actions import CannotPass, HandsFull, NobodyElse, NobodyListens, NotListening
from people.actions import NoRoomLeft
from safety.actions import CannotBeDone, CaseMoved


class Refused(Exception):
    """This request gets this problem."""

    def __init__(
        self,
        name: str,
        *,
        detail: str = "",
        errors: Iterable[dict[str, str]] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(name)
        self.facts: dict[str, Any] = {"detail": detail, "errors": list(errors), "headers": headers}
        self.name = name

    @classmethod
    def at(cls, field: str) -> "Refused":
        """Refuse one field of the body: what it names is not there to be chosen."""
        detail = _("This is not something you can choose here.")
        return cls("not-valid", errors=[{"in": "body", "field": field, "detail": detail}])

    @property
    def response(self) -> HttpResponse:
        return problem(self.name, **self.facts)


def install(api: NinjaAPI) -> None:
    """Have every exception of an operation answered as a problem; what is not listed here is our fault: a 500."""
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)


def checked(form: forms.Form) -> dict[str, Any]:
    """Return what a form holds, or refuse it with every error at its field."""
    if form.is_valid():
        return form.cleaned_data
    raise Refused("not-valid", errors=_form_errors(form))


def one_line(text: str, *, field: str, place: str = "body", most: int, required: bool = True) -> str:
    """Return one line of words as every form of ours cleans it, or refuse it at its field."""
    try:
        line: str = LineField(most, required=required).clean(text)
    except ValidationError as problem:
        errors = [{"in": place, "field": field, "detail": words} for words in problem.messages]
        raise Refused("not-valid", errors=errors) from None
    return line


# Where a field of a form stands in the body of a program, if not under its own name.
_IN_BODY = {
    "__all__": "",
    "picture": "picture.data",
    "picture_description": "picture.description",
    "voice": "data",
}


def _form_errors(form: forms.Form) -> list[dict[str, str]]:
    return [
        {"in": "body", "field": _IN_BODY.get(name, name), "detail": str(message)}
        for name, messages in form.errors.items()
        for message in messages
    ]


def _nothing(request: HttpRequest, exception: Any) -> HttpResponse:
    """Strangers are asked to sign in, whether the thing exists or not; as on the pages."""
    return problem("not-found" if request.member else "sign-in")  # type: ignore[attr-defined]


def _not_allowed(request: HttpRequest, exception: Any) -> HttpResponse:
    return problem("not-allowed" if request.member else "sign-in")  # type: ignore[attr-defined]


def _shape(request: HttpRequest, exception: Any) -> HttpResponse:
    return problem("not-valid", errors=[_place_of(error) for error in exception.errors])


def _place_of(error: dict[str, Any]) -> dict[str, str]:
    """Return where the error is and what it is; a body has the name of our argument before its own fields."""
    place, *path = [str(part) for part in error["loc"]]
    names = path[1:] if place == "body" else path
    return {"in": place, "field": ".".join(names), "detail": words_for(error)}


def _mistaken(request: HttpRequest, exception: Any) -> HttpResponse:
    return problem("conflict", detail=" ".join(exception.messages))


def _stands_against_it(request: HttpRequest, exception: Any) -> HttpResponse:
    return problem("conflict", detail=str(_AGAINST[type(exception)]))


_AGAINST: dict[type[Exception], Any] = {
    AlreadyAsked: gettext_lazy("You wrote to them already. One request at a time is enough."),
    AlreadyTalking: gettext_lazy("You have a conversation with them."),
    RoomPaused: gettext_lazy("The room is quiet for a while."),
    RoomShut: gettext_lazy("The room is not open right now."),
    AlreadyThere: gettext_lazy("They are in the group already."),
    GroupFull: gettext_lazy("As many are in this group as can be. You can say yes when somebody has left."),
    CircleOver: gettext_lazy("This circle is over, or was called off."),
    HeldAgain: gettext_lazy("Somebody holds this group again."),
    NobodyHolds: gettext_lazy("Nobody else holds this group. Ask somebody to, or close it."),
    PlaceGone: gettext_lazy("This place is not kept any more. You can ask for another."),
    ConversationEnded: gettext_lazy("This conversation has ended."),
    TooLateToEdit: gettext_lazy(
        "Words can be changed for five minutes. You can still take them back, or add to them."
    ),
    CannotPass: gettext_lazy("This talk is over."),
    HandsFull: gettext_lazy("You talk with as many people as you wanted to at a time."),
    NobodyElse: gettext_lazy("Nobody else is on duty right now who could go on with it."),
    NobodyListens: gettext_lazy("No listener is here right now."),
    NotListening: gettext_lazy("Go on duty first, so that people are told truly whether somebody is here."),
    NoRoomLeft: gettext_lazy(
        "There is no room left for this: your pictures and voice notes here take up all they can."
    ),
    TooManyRequests: gettext_lazy(
        "That is as many people as one can ask in a day. Please try again tomorrow."
    ),
}


def _too_soon(request: HttpRequest, soon: TooSoon | WaitALittle) -> HttpResponse:
    seconds = max(1, int((soon.again_at - timezone.now()).total_seconds()))
    return problem("slow-down", headers={"Retry-After": str(seconds)})


_HANDLERS: dict[type[Exception], Any] = {
    Refused: lambda request, refused: refused.response,
    Http404: _nothing,
    PermissionDenied: _not_allowed,
    ShapeError: _shape,
    HttpError: lambda request, exception: problem("unreadable"),
    RequestDataTooBig: lambda request, exception: problem("too-large"),
    ValidationError: _mistaken,
    ThreadClosed: lambda request, exception: problem("closed"),
    TooSoon: _too_soon,
    WaitALittle: _too_soon,
    CaseMoved: lambda request, exception: problem("conflict"),
    CannotBeDone: lambda request, exception: problem("conflict"),
    EditConflict: lambda request, conflict: problem("edited-elsewhere", version=conflict.post.version),
    **dict.fromkeys(_AGAINST, _stands_against_it),
    KeyReused: lambda request, exception: problem("key-reused"),
}
