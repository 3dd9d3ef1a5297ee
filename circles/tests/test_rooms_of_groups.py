"""The room of a group: there from the beginning, by whatever name the group has, and never made by looking."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.apps import apps

from chat import actions as chat
from chat.models import Conversation, Room
from circles import actions
from circles.models import Group, Membership
from circles.tests.conftest import NOW

Enter = Callable[..., Membership]
make_rooms = import_module("circles.migrations.0005_rooms_of_groups").make_rooms


def test_a_group_has_its_room_from_the_beginning_and_a_look_makes_none(
    group: Group, enter: Enter, asha: Any, mo: Any, browser_of: Any
) -> None:
    enter(asha)
    room = Room.objects.get(place=f"group:{group.pk}")
    address = f"/support-groups/{group.pk}/room/"

    assert browser_of(asha).get(address).url == room.get_absolute_url()
    chat.close_room(room, by=mo, now=NOW)
    assert browser_of(asha).get(address).url == room.get_absolute_url(), "what was said can still be read"
    assert Conversation.objects.count() == 1


def test_the_room_goes_by_the_new_name_of_its_group(group: Group, mo: Any) -> None:
    names = ("purpose", "for_whom", "agreement", "door", "size", "time_zone")
    said = {name: getattr(group, name) for name in names}

    actions.describe_group(group, by=mo, name="Early birds", now=NOW, **said)

    assert Room.objects.get().name == "Early birds"


def test_groups_from_before_get_a_room_once_and_those_that_closed_none(group: Group, mo: Any) -> None:
    Conversation.objects.all().delete()

    make_rooms(apps, None)
    make_rooms(apps, None)

    room = Room.objects.get()
    assert (room.place, room.name, room.lifetime) == (f"group:{group.pk}", "Night owls", "month")
    Conversation.objects.all().delete()
    actions.close_group(group, by=mo, now=NOW)
    make_rooms(apps, None)
    assert not Room.objects.exists()
