"""Conversations as places for a call between two."""

from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from calls import queries as calls
from calls import venues
from calls.models import Participant
from calls.permissions import is_possible
from calls.queries import Going
from chat import events, permissions, queries
from chat.actions.conversations import CALLS_HERE
from chat.models import MOST_IN_A_GROUP, Conversation, Seat
from chat.notifications import CALLED
from core.languages import isolated
from notifications.actions import mark_subjects_read, notify
from people.models import Member


def find(conversation_id: int, viewer: Member) -> venues.Venue:
    """Return one of the viewer's conversations as a place for a call, where they may write and call there."""
    standing = queries.get_standing(conversation_id, viewer=viewer)
    conversation = standing.conversation
    can_write = permissions.can_write(viewer, conversation, standing.others, now=timezone.now())
    if not (can_write and permissions.can_call(conversation)):
        raise Http404
    if standing.partner:
        title = _("A call with %(name)s") % {"name": isolated(standing.partner.name)}
    else:
        title = _("A call in %(name)s") % {"name": isolated(standing.name)}
    return venues.Venue(
        kind=CALLS_HERE,
        id=conversation_id,
        title=title,
        back=conversation.get_absolute_url(),
        report=reverse("conversation_report", args=[conversation_id]),
        most=2 if conversation.is_between_two else MOST_IN_A_GROUP,
    )


def going_on(standing: queries.Standing, *, viewer: Member, now: datetime) -> Going | None:
    """Return what goes on in the call of a conversation, None where there can be no calls."""
    if not (is_possible() and permissions.can_call(standing.conversation)):
        return None
    return calls.going_on(CALLS_HERE, standing.conversation.pk, viewer=viewer, now=now)


def began(conversation_id: int, member: Member) -> None:
    """Let the other know that they are called, unless they want to hear nothing of this conversation."""
    others = Seat.objects.filter(conversation=conversation_id, muted_at__isnull=True).exclude(member=member)
    notify(
        CALLED,
        subject_id=conversation_id,
        member_ids=list(others.values_list("member_id", flat=True)),
        actor_id=member.pk,
        now=timezone.now(),
    )


def changed(conversation_id: int, member_id: int) -> None:
    """Have open pages show that somebody came or went; with nobody in the call, it is no news any more.

    Whoever is apart from that one hears nothing of it.
    """
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is None:
        return
    events.announce_call_change(conversation, by=member_id)
    if not Participant.objects.filter(call__venue=CALLS_HERE, call__venue_id=conversation_id).exists():
        for seat in conversation.seats.select_related("member"):
            mark_subjects_read(seat.member, kinds=[CALLED], subject_ids=[conversation_id], now=timezone.now())


def install() -> None:
    """Let calls take place in conversations."""
    venues.register(CALLS_HERE, find=find, began=began, changed=changed)
