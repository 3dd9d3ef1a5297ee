"""Tells rooms about the spaces of the forum, and spaces about their rooms; neither of the two knows the other."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from markupsafe import Markup

from chat.actions import announce_door_change
from chat.queries import rooms_of
from chat.room_places import PlaceKind, RoomPlace, looks_after, register
from forum import space_parts
from forum.models import Space
from forum.models.spaces import Access
from forum.permissions import can_moderate, can_read
from forum.queries import list_spaces
from forum.signals import door_changed
from people.models import Member


def find(viewer: Member, number: int) -> RoomPlace | None:
    """Return a standing space whose threads the viewer may read."""
    return spaces_open_to(viewer).get(number)


def spaces_open_to(viewer: Member) -> Mapping[int, RoomPlace]:
    """Return the standing spaces whose threads the viewer may read.

    The space of a group has none: the group has one room of its own, on its page.
    """
    spaces = (space for space in list_spaces(viewer) if space.access != Access.GROUP)
    return {space.pk: _place(space) for space in spaces if can_read(viewer, space)}


def looks_after_space(member: Member, number: int) -> bool:
    """Whoever moderates the space runs its rooms."""
    return any(space.pk == number and can_moderate(member, space) for space in list_spaces(member))


def _place(space: Space) -> RoomPlace:
    return RoomPlace(f"space:{space.pk}", space.name, space.get_absolute_url())


def rooms_in_space(space: Any, viewer: Member | None, request: HttpRequest) -> Markup:
    """Draw the rooms of a space for a member who may enter them, and the way to open one for who looks after it."""
    place = find(viewer, space.pk) if viewer else None
    if viewer is None or place is None:
        return Markup("")
    facts = {
        "place": place,
        "rooms": rooms_of(place.ref, now=timezone.now()),
        "looks_after": looks_after(viewer, place.ref),
    }
    return Markup(render_to_string("home/_space_rooms.html", facts, request=request))  # noqa: S704 our own template


def _door_changed(sender: Any, *, space_id: int, **extra: Any) -> None:
    announce_door_change(f"space:{space_id}")


def install() -> None:
    """Make both known to each other."""
    door_changed.connect(_door_changed, dispatch_uid="home.rooms")
    register(PlaceKind("space", find, spaces_open_to, looks_after_space))
    space_parts.register(rooms_in_space)
