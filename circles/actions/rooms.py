"""The room of a group, where those inside write to one another between circles."""

from datetime import datetime

from django.db import transaction

from chat import actions as chat
from chat.models import Room
from circles.models import Group, Membership
from circles.rooms import GROUP


@transaction.atomic
def room_of_group(mine: Membership, *, now: datetime) -> Room:
    """Return the room of a group one is in, made when the first comes."""
    group = Group.objects.select_for_update(of=("self",)).get(pk=mine.group_id)
    place = f"{GROUP}:{group.pk}"
    standing = Room.objects.filter(place=place, conversation__ended_at__isnull=True).order_by("pk").first()
    return standing or chat.make_room(place, name=group.name, lifetime="month", now=now)
