"""Rooms: which there are, and for those who look after their place how they are run."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat import actions, permissions, queries
from chat.forms import RoomForm, facts_of
from chat.models import Room
from chat.room_places import find_place
from people.access import member_required


@require_GET
@member_required
def room_list(request: HttpRequest) -> HttpResponse:
    """Every room one may enter, by place."""
    rooms = queries.list_rooms(request.member, now=timezone.now())
    return render(request, "chat/room_list.html", {"rooms_by_place": rooms})


@require_http_methods(["GET", "POST"])
@member_required
def room_create(request: HttpRequest, place: str) -> HttpResponse:
    """Open a room in a place one looks after."""
    found = find_place(place.replace("-", ":", 1), viewer=request.member)
    if found is None or not permissions.can_run_rooms(request.member, found.ref):
        raise Http404
    form = RoomForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        room = actions.open_room(found.ref, by=request.member, now=timezone.now(), **form.cleaned_data)
        return redirect(room)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "place": found, "room": None}
    return render(request, "chat/room_settings.html", context, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def room_settings(request: HttpRequest, room_id: int) -> HttpResponse:
    """Change a room one looks after."""
    room = _own_room(request, room_id)
    form = RoomForm(request.POST if request.method == "POST" else None, initial=facts_of(room))
    if form.is_valid():
        actions.edit_room(room, by=request.member, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(room)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "place": queries.place_of(room, viewer=request.member), "room": room}
    return render(request, "chat/room_settings.html", context, status=status)


@require_POST
@member_required
def room_pause(request: HttpRequest, room_id: int) -> HttpResponse:
    """Ask for quiet, or let the room go on."""
    room = _own_room(request, room_id)
    act = actions.resume_room if request.POST.get("pause") == "no" else actions.pause_room
    act(room, by=request.member, now=timezone.now())
    return redirect(room)


@require_http_methods(["GET", "POST"])
@member_required
def room_close(request: HttpRequest, room_id: int) -> HttpResponse:
    """Ask once, then close a room for good, or open it again."""
    room = _own_room(request, room_id)
    if request.method == "GET":
        return render(request, "chat/room_close.html", {"room": room})
    act = actions.reopen_room if room.conversation.ended_at else actions.close_room
    act(room, by=request.member, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect(room)


@require_POST
@member_required
def room_leave(request: HttpRequest, room_id: int) -> HttpResponse:
    """Take a room off one's list."""
    actions.leave_room(queries.get_standing(_room(request, room_id).pk, viewer=request.member))
    messages.success(request, _("The room is off your list. Its door stays open to you."))
    return redirect("conversation_list")


def _own_room(request: HttpRequest, room_id: int) -> Room:
    room = _room(request, room_id)
    if not permissions.can_run_rooms(request.member, room.place):
        raise Http404
    return room


def _room(request: HttpRequest, room_id: int) -> Room:
    return queries.get_room(room_id, viewer=request.member)
