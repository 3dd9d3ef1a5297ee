"""Rooms: which there are, the list of one's own, and for those who look after their place how they are run."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.actions import Written
from api.v1.refusals import checked
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Id, Slug
from api.v1.shapes.rooms import RoomOut, Rooms, RoomWanted
from chat import actions, permissions, queries
from chat.forms import RoomForm
from chat.models import Room
from forum.queries import get_space

router = Router(tags=["conversations"])


@reads(router, "/rooms", _("See every room you may enter, by place."), gives=Rooms)
def list_rooms(request: Any) -> Any:
    viewer = request.member
    found = queries.list_rooms(viewer, now=timezone.now())
    return {"items": [_out(viewer, state, place) for place, states in found for state in states]}


@reads(router, "/rooms/{room_id}", _("See one room."), gives=RoomOut, shows="room")
def get_room(request: Any, room_id: Id) -> Any:
    room, viewer = _room(request, room_id), request.member
    return _out(viewer, queries.state_of(room, now=timezone.now()), queries.place_of(room, viewer=viewer))


@writes(router, "PUT", "/rooms/{room_id}/entered", _("Put a room on your list; you have read what is there."))
def enter_room(request: Any, room_id: Id) -> None:
    actions.enter_room(_standing(request, room_id), now=timezone.now())


@writes(router, "DELETE", "/rooms/{room_id}/entered", _("Take a room off your list."))
def leave_room(request: Any, room_id: Id) -> None:
    actions.leave_room(_standing(request, room_id))


@writes(
    router,
    "POST",
    "/spaces/{slug}/rooms",
    _("Open a room in a space you look after."),
    gives=RoomOut,
    status=201,
)
def open_room(request: Any, slug: Slug, body: RoomWanted) -> Written:
    space, facts = get_space(slug, viewer=request.member), checked(RoomForm(body.facts()))
    room = actions.open_room(f"space:{space.pk}", by=request.member, now=timezone.now(), **facts)
    return Written(201, "room", str(room.pk))


@writes(router, "PUT", "/rooms/{room_id}", _("Change a room you look after: all of it."), gives=RoomOut)
def edit_room(request: Any, room_id: Id, body: RoomWanted) -> Written:
    facts = checked(RoomForm(body.facts()))
    actions.edit_room(_room(request, room_id), by=request.member, now=timezone.now(), **facts)
    return Written(200, "room", str(room_id))


@writes(router, "PUT", "/rooms/{room_id}/pause", _("Ask for quiet in a room you look after."))
def pause_room(request: Any, room_id: Id) -> None:
    actions.pause_room(_room(request, room_id), by=request.member, now=timezone.now())


@writes(router, "DELETE", "/rooms/{room_id}/pause", _("Let a room go on."))
def resume_room(request: Any, room_id: Id) -> None:
    actions.resume_room(_room(request, room_id), by=request.member, now=timezone.now())


@writes(router, "PUT", "/rooms/{room_id}/closed", _("Close a room you look after for good."))
def close_room(request: Any, room_id: Id) -> None:
    actions.close_room(_room(request, room_id), by=request.member, now=timezone.now())


@writes(router, "DELETE", "/rooms/{room_id}/closed", _("Open a closed room again."))
def reopen_room(request: Any, room_id: Id) -> None:
    actions.reopen_room(_room(request, room_id), by=request.member, now=timezone.now())


def _out(viewer: Any, state: Any, place: Any) -> dict[str, Any]:
    return RoomOut.of(state, place, yours=permissions.can_run_rooms(viewer, place.ref))


def _room(request: Any, room_id: int) -> Room:
    return queries.get_room(room_id, viewer=request.member)


def _standing(request: Any, room_id: int) -> queries.Standing:
    return queries.get_standing(_room(request, room_id).pk, viewer=request.member)
