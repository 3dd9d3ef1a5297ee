"""What call pages ask by themselves, answered together: thousands do so in the same minute.

Each request goes through everything any request goes through. Where the server says that it gathers several
(config.bridge), what they ask is carried out afterwards, all at once; else at once, by the same code.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, parse_cookie
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from calls import actions, permissions, queries, relay
from calls.actions import Arrival, Exchanged, Turn
from calls.forms import Exchange, Unreadable, read_exchange
from calls.models import Participant
from calls.venues import Venue
from core.middleware import squeeze
from people.models import Member
from people.queries import remember_viewers

log = logging.getLogger("hearthside.calls")

# Stands in the environment of a request whose answer is made together with others; no header can bring it there.
GATHERS = "hearthside.gathers"
STATUS = {
    Http404: HTTPStatus.NOT_FOUND,
    PermissionDenied: HTTPStatus.FORBIDDEN,
    Unreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    actions.TooMuchSaid: HTTPStatus.TOO_MANY_REQUESTS,
    actions.CallIsFull: HTTPStatus.CONFLICT,
    actions.CallIsLocked: HTTPStatus.CONFLICT,
    actions.WasPutOut: HTTPStatus.CONFLICT,
}
NOBODY_ELSE = _("Nobody else can come into this call at the moment.")
# A page that gets an answer with words goes on; without any, it knows that it is not in the call any more.
WORDS = {
    Unreadable: "",
    actions.TooMuchSaid: "",
    actions.CallIsFull: _("As many are in this call as fit."),
    actions.CallIsLocked: NOBODY_ELSE,
    actions.WasPutOut: NOBODY_ELSE,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one page in a call asks: an exchange with this body, or, without one, a sign of life."""

    ref: str
    member: Member
    body: bytes | None = None


Question = Asked | Arrival
Answer = dict[str, Any] | Exception


class Gathered(HttpResponse):
    """An answer that is made later, together with others."""

    def __init__(self, request: HttpRequest, question: Question) -> None:
        super().__init__(content_type="application/json")
        self.request, self.question, self.language = request, question, get_language()

    def become(self, answer: Answer) -> None:
        """Be this answer, in the language of whoever asked."""
        with override(self.language):
            made = _response(answer)
        self.status_code, self.content = made.status_code, made.content
        self["Content-Type"] = made["Content-Type"]
        self["Content-Length"] = str(len(self.content))
        squeeze(self.request, self)

    def head(self) -> tuple[str, list[tuple[str, str]]]:
        """Return status and headers as they are now."""
        cookies = [("Set-Cookie", each.output(header="")) for each in self.cookies.values()]
        return f"{self.status_code} {self.reason_phrase}", [*self.items(), *cookies]


def answer(request: HttpRequest, question: Question) -> HttpResponse:
    """Answer now; or, where the server gathers, together with others. Raises what the page is refused for."""
    if GATHERS in request.META:
        return Gathered(request, question)
    [made] = _carry_out([question])
    if isinstance(made, Exception) and type(made) not in WORDS:
        raise made
    return _response(made)


def prepare(environs: Sequence[dict[str, Any]]) -> None:
    """Have these requests leave their answers open, and read at once who is behind them."""
    cookies = [parse_cookie(environ.get("HTTP_COOKIE", "")) for environ in environs]
    remember_viewers(each.get(settings.SESSION_COOKIE_NAME, "") for each in cookies)
    for environ in environs:
        environ[GATHERS] = True


def finish(answers: Iterable[Any]) -> None:
    """Carry out what was left open of these, and make the answers."""
    gathered = [each for each in answers if isinstance(each, Gathered)]
    for each, made in zip(gathered, _safely([each.question for each in gathered]), strict=True):
        each.become(made)


def _safely(questions: Sequence[Question]) -> list[Answer]:
    """Carry it out together; where something breaks, each by itself, so that it breaks for one alone."""
    try:
        return _carry_out(questions)
    except Exception as problem:
        if len(questions) == 1:
            log.exception("What a call page asked could not be answered")
            return [problem]
    return [made for each in questions for made in _safely([each])]


def _carry_out(questions: Sequence[Question]) -> list[Answer]:
    """Return what each of these gets, in their order. What one browser asks twice is done one after the other."""
    answers: dict[int, Answer] = {}
    arrivals = {number: each for number, each in enumerate(questions) if isinstance(each, Arrival)}
    if arrivals:
        answers |= zip(arrivals, _joined(list(arrivals.values())), strict=True)
    waiting = {number: each for number, each in enumerate(questions) if isinstance(each, Asked)}
    while waiting:
        first = {each.ref: number for number, each in reversed(waiting.items())}
        made = _carry_out_once([waiting.pop(number) for number in first.values()])
        answers |= {first[ref]: answer for ref, answer in made.items()}
    return [answers[number] for number in range(len(questions))]


def _joined(arrivals: Sequence[Arrival]) -> list[Answer]:
    """Let these come in, or to the door."""
    now = timezone.now()
    return [
        found if isinstance(found, Exception) else _come_in(*found, each.venue, now=now)
        for each, found in zip(arrivals, actions.join_all(arrivals, now=now), strict=True)
    ]


def _come_in(
    mine: Participant, gathering: queries.Gathering, venue: Venue, *, now: datetime
) -> dict[str, Any]:
    state = state_of(mine, gathering, venue)
    return state if state["waits"] else state | {"ice": relay.ice_config(now=now)}


def _carry_out_once(asked: Sequence[Asked]) -> dict[str, Answer]:
    """Return what each of these browsers gets."""
    now = timezone.now()
    places = queries.get_places({each.ref: each.member for each in asked})
    answers: dict[str, Answer] = {each.ref: Http404() for each in asked}
    signs = [places[each.ref] for each in asked if each.body is None and each.ref in places]
    if signs:
        news = actions.note_all_here(signs, now=now)
        answers |= {place.ref: {"news": place.pk in news} for place in signs}
    bodies = {each.ref: each.body for each in asked if each.body is not None and each.ref in places}
    return answers | _exchanged({places[ref]: body for ref, body in bodies.items()}, now=now)


def _exchanged(bodies: Mapping[Participant, bytes], *, now: datetime) -> dict[str, Answer]:
    """Say what these browsers have to say, and return what others said to each."""
    answers: dict[str, Answer] = {}
    begun: list[tuple[Participant, Venue, Exchange]] = []
    for place, body in bodies.items():
        try:
            begun.append((place, _venue_of(place), read_exchange(body)))
        except (Http404, Unreadable) as problem:
            answers[place.ref] = problem
    turns = [Turn(place, sent.way, sent.is_muted, sent.said, sent.fetched) for place, _, sent in begun]
    found = actions.exchange_all(turns, now=now) if turns else []
    for (place, venue, sent), each in zip(begun, found, strict=True):
        answers[place.ref] = each if isinstance(each, Exception) else _told(each, venue, sent)
    return answers


def _venue_of(place: Participant) -> Venue:
    """Return where somebody is; whoever may not be there any more goes."""
    try:
        return queries.venue_of(place)
    except Http404:
        actions.leave(place)
        raise


def _told(found: Exchanged, venue: Venue, sent: Exchange) -> dict[str, Any]:
    signals = [
        {"id": each.pk, "from": each.sender_ref, "kind": each.kind, "body": each.body}  # type: ignore[attr-defined]
        for each in found.signals
    ]
    return state_of(found.mine, found.gathering, venue) | {"signals": signals, "refused": sent.refused}


def state_of(mine: Participant, gathering: queries.Gathering, venue: Venue) -> dict[str, Any]:
    """Return what a call page goes by. Whoever waits at the door learns that they wait, and nothing else."""
    state: dict[str, Any] = {"call": mine.call_id, "ref": mine.ref, "waits": mine.admitted_at is None}
    if state["waits"]:
        return state
    state["there"] = queries.shown(gathering.others(mine), gathering, viewer=mine.member)
    state["pictures"] = permissions.can_show_pictures(mine.call, 1 + len(state["there"]))
    state["transport"] = "janus" if mine.call.room else "mesh"
    state["since"] = mine.came_at.timestamp()
    if venue.is_host:
        state["locked"] = mine.call.locked_at is not None
        state["asked_to_wait"] = mine.call.waits_since is not None
        state["door"] = queries.shown(gathering.at_the_door(mine), gathering, viewer=mine.member)
    return state


def refused(words: str, status: HTTPStatus) -> HttpResponse:
    """Say to a page that something is not done, and why."""
    return JsonResponse({"problem": words}, status=status)


def _response(answer: Answer) -> HttpResponse:
    if not isinstance(answer, Exception):
        return JsonResponse(answer)
    status, words = STATUS.get(type(answer), HTTPStatus.INTERNAL_SERVER_ERROR), WORDS.get(type(answer))
    return HttpResponse(status=status) if words is None else refused(str(words), status)
