"""The page of a call, and the few addresses its script talks to."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from calls import actions, permissions, queries, relay, together, venues
from calls.forms import MediaStep, Unreadable, read_media_step
from calls.janus import NoMediaServer
from calls.models import Participant, Way
from calls.pieces import facts_of
from calls.together import Asked, refused
from people.access import member_required, permission_required

P = ParamSpec("P")


@require_GET
@member_required
def call_room(request: HttpRequest, venue_kind: str, venue_id: int) -> HttpResponse:
    """The page before a call and in it: nothing is switched on until somebody says how they would like to take part."""
    if not permissions.is_possible():
        raise Http404
    venue = venues.find_venue(venue_kind, venue_id, viewer=request.member)
    return render(request, "calls/call_room.html", facts_of(venue, request, now=timezone.now()))


@require_POST
@member_required
def call_join(request: HttpRequest, venue_kind: str, venue_id: int) -> HttpResponse:
    """Come in, or to the door."""
    if not permissions.is_possible():
        raise Http404
    venue = venues.find_venue(venue_kind, venue_id, viewer=request.member)
    way = request.POST.get("way", Way.LISTEN)
    if way not in Way.values:
        return refused("", HTTPStatus.UNPROCESSABLE_ENTITY)
    return together.answer(request, actions.Arrival(venue, request.member, way))


def own_place(
    view: Callable[Concatenate[HttpRequest, Participant, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Find one's own place in a call, for a view that only answers POST; whoever may not be there any more goes."""

    @require_POST
    @member_required
    @wraps(view)
    def found(request: HttpRequest, own_ref: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, queries.get_participant(own_ref, viewer=request.member), *args, **kwargs)

    return found


@require_POST
@member_required
def call_exchange(request: HttpRequest, own_ref: str) -> HttpResponse:
    """Say what this browser has to say, and take what others said."""
    return together.answer(request, Asked(own_ref, request.member, request.body))


@require_POST
@member_required
def call_here(request: HttpRequest, own_ref: str) -> HttpResponse:
    """A sign of life: says that this browser is still there, and hears whether it has something to fetch."""
    return together.answer(request, Asked(own_ref, request.member))


@own_place
def call_renew(request: HttpRequest, mine: Participant) -> HttpResponse:
    """A fresh credential for the relay, before a connection is made anew."""
    queries.venue_of(mine)
    if not permissions.can_talk(mine):
        return refused("", HTTPStatus.FORBIDDEN)
    return JsonResponse({"ice": relay.ice_config(now=timezone.now())})


@own_place
def call_media(request: HttpRequest, mine: Participant) -> HttpResponse:
    """What a browser in a larger call has to settle with the media server; it reaches that only through here."""
    queries.venue_of(mine)
    try:
        return JsonResponse(_settled(mine, read_media_step(request.body)))
    except Unreadable:
        return refused("", HTTPStatus.UNPROCESSABLE_ENTITY)
    except NoMediaServer as problem:
        actions.note_refusal(problem, now=timezone.now())
        return refused("", HTTPStatus.SERVICE_UNAVAILABLE)


def _settled(mine: Participant, asked: MediaStep) -> dict[str, Any]:
    if asked.step == "send":
        return {"description": actions.send(mine, asked.description)}
    if asked.step == "listen":
        return actions.listen(mine, now=timezone.now())
    if asked.step in {"accept", "show"}:
        actions.accept(mine, asked.description) if asked.step == "accept" else actions.show(mine)
        return {}
    return {"description": actions.reconnect(mine, asked.description or None)}


@own_place
def call_leave(request: HttpRequest, mine: Participant) -> HttpResponse:
    """Go."""
    actions.leave(mine)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@own_place
def call_host(request: HttpRequest, mine: Participant) -> HttpResponse:
    """What a host does: let somebody in, put somebody out, have those who come wait, lock the call or open it."""
    venue, now = queries.venue_of(mine), timezone.now()
    deed, ref = request.POST.get("deed"), request.POST.get("ref", "")
    if deed == "admit":
        actions.admit(mine, ref, host=venue, now=now)
    elif deed == "remove":
        actions.remove(mine, ref, host=venue, now=now)
    elif deed in {"lock", "unlock"}:
        actions.lock(mine, host=venue, is_locked=deed == "lock", now=now)
    elif deed in {"wait", "no_wait"}:
        actions.ask_to_wait(mine, host=venue, is_asked=deed == "wait", now=now)
    else:
        return refused("", HTTPStatus.UNPROCESSABLE_ENTITY)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_GET
@permission_required("edit_community")
def operator_calls(request: HttpRequest) -> HttpResponse:
    """Whether there can be calls here, and what is missing."""
    return render(request, "calls/operator_calls.html", {"relay": settings.CALLS})
