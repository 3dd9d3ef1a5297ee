"""Changing what a group says of itself, and what follows from it for those inside and those who wait."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from chat import actions as chat
from circles import events
from circles.actions.groups import refuse_unless_held
from circles.actions.places import pass_on_places
from circles.models import Door, Group, Membership, Waiting
from circles.rooms import GROUP
from forum import actions as forum
from people.models import Member


@transaction.atomic
def describe_group(group: Group, *, by: Member, now: datetime, **said: Any) -> None:
    """Change what a group says of itself. A changed agreement is asked again of everybody inside.

    Where the door is open from now on, nobody who asked before waits for an answer; more room is offered at once.
    """
    refuse_unless_held(group, by)
    changes, was_called = dict(said), group.name
    if said["agreement"] != group.agreement:
        changes["agreement_edition"] = F("agreement_edition") + 1
    Group.objects.filter(pk=group.pk).update(**changes)
    group.refresh_from_db()
    forum.describe_group_space(group.space, name=group.name, purpose=group.purpose, agreement=group.agreement)
    chat.rename_rooms(f"{GROUP}:{group.pk}", was_called=was_called, name=group.name)
    Membership.objects.filter(group=group, member=by).update(agreed_edition=group.agreement_edition)
    if group.door == Door.OPEN:
        Waiting.objects.filter(group=group).asked().update(admitted_at=now)
    pass_on_places(group, now=now)
    events.announce_group(group)
