"""What people choose for a conversation: to end it, to begin again, how long it is kept, to hear no more of it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from calls.actions import recheck_venue
from chat import events, permissions, queries, unread
from chat.actions.rooms import follow_room
from chat.models import Conversation, Message, Seat
from chat.queries import Standing
from notifications.actions import mark_subjects_read
from people.models import Member

CALLS_HERE = "conversation"
KINDS = ["chat.message", "chat.accepted", "chat.came_in", "chat.call"]


@transaction.atomic
def bring_together(one: Member, other: Member, *, now: datetime) -> Conversation:
    """Begin a conversation of two who both asked for one with somebody; once it has ended it does not begin again."""
    conversation = Conversation.objects.create(started_at=now, ends_for_good=True)
    Seat.objects.bulk_create(
        [Seat(conversation=conversation, member=each, active_at=now) for each in (one, other)]
    )
    events.announce_change(conversation)
    return conversation


@transaction.atomic
def end_conversation(conversation: Conversation, *, now: datetime, by: Member | None = None) -> None:
    """End it for all. Nobody is told who; ending twice changes nothing.

    Between two either may; a group is left, not ended, so that raises PermissionDenied. Staff and closing accounts end
    it without `by`.
    """
    if by and not permissions.can_end(conversation):
        raise PermissionDenied
    if Conversation.objects.filter(pk=conversation.pk, ended_at__isnull=True).update(ended_at=now):
        Seat.objects.filter(conversation=conversation).update(wants_again_at=None)
        events.announce_change(conversation)
        recheck_venue(CALLS_HERE, conversation.pk)


@transaction.atomic
def want_again(standing: Standing, *, now: datetime) -> bool:
    """Say that one would like to talk again; it begins again once both have said so. Return whether it did."""
    if not permissions.can_begin_again(standing.conversation):
        raise PermissionDenied
    conversation = Conversation.objects.select_for_update().get(pk=standing.conversation.pk)
    seats = Seat.objects.filter(conversation=conversation)
    seats.filter(pk=standing.mine.pk).update(wants_again_at=now)
    if conversation.ended_at is None or seats.filter(wants_again_at__isnull=False).count() < 2:
        return False
    Conversation.objects.filter(pk=conversation.pk).update(ended_at=None)
    seats.update(wants_again_at=None)
    events.announce_change(conversation)
    return True


def want_no_more(standing: Standing) -> None:
    """Take back that one would like to talk again."""
    Seat.objects.filter(pk=standing.mine.pk).update(wants_again_at=None)


@transaction.atomic
def choose_lifetime(standing: Standing, *, lifetime: str) -> None:
    """Say how long messages may stay. Of what all say the shortest counts, from this moment on; a room has its own."""
    if standing.room:
        raise PermissionDenied
    Seat.objects.filter(pk=standing.mine.pk).update(lifetime=lifetime)
    events.announce_change(standing.conversation)


def mute_conversation(standing: Standing, *, now: datetime) -> None:
    """Hear nothing of it any more, while it goes on; nobody is told."""
    Seat.objects.filter(pk=standing.mine.pk).update(muted_at=now)
    unread.forget([standing.mine.member_id])


def unmute_conversation(standing: Standing) -> None:
    """Hear of it again."""
    Seat.objects.filter(pk=standing.mine.pk).update(muted_at=None)
    unread.forget([standing.mine.member_id])


def mark_seen(standing: Standing, *, member: Member, now: datetime) -> None:
    """Note that the member has seen all that stands there now, on every page they have open.

    A room is read by hundreds at once: none of them may wait for the database's one writer.
    """
    if standing.room:
        follow_room(standing, now=now)
    else:
        _mark_seen(standing, member=member, now=now)


@transaction.atomic
def _mark_seen(standing: Standing, *, member: Member, now: datetime) -> None:
    newest = Message.objects.filter(conversation=standing.conversation).aggregate(pk=Max("pk"))["pk"] or 0
    moved = Seat.objects.filter(pk=standing.mine.pk, seen_message_id__lt=newest).update(
        seen_message_id=newest
    )
    if not moved:
        return
    mark_subjects_read(member, kinds=KINDS, subject_ids=[standing.conversation.pk], now=now)
    unread.forget([member.pk])
    events.announce_read(standing.conversation, by=member, more=queries.has_news(member))
    if standing.partner and standing.both_show("read"):
        events.announce_seen(standing.conversation, by=member, to=standing.partner)


@transaction.atomic
def choose_to_show(standing: Standing, *, read: bool, writing: bool, here: bool) -> None:
    """Say what one would show of oneself. Each is shown only while both would, so saying it alone tells nothing."""
    before = [standing.both_show(what) for what in ("read", "writing", "here")]
    mine = standing.mine
    mine.shows_read, mine.shows_writing, mine.shows_here = read, writing, here
    mine.save(update_fields=["shows_read", "shows_writing", "shows_here"])
    if before != [standing.both_show(what) for what in ("read", "writing", "here")]:
        events.announce_change(standing.conversation)


def is_writing(standing: Standing, *, writer: Member) -> None:
    """Let the other know that one is writing, where both want that and it goes on."""
    if standing.partner and not standing.is_ended and standing.both_show("writing"):
        events.announce_writing(standing.conversation, by=writer, to=standing.partner)
