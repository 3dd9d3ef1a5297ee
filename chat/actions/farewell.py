"""What becomes of conversations when somebody closes their account or keeps their distance."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chat import events, unread
from chat.actions.conversations import end_conversation
from chat.actions.groups import pass_on
from chat.models import Answer, Conversation, ExcerptFile, Kind, Request, Seat
from chat.models.conversations import pair_of
from chat.room_places import voice_in
from people.models import Member


def say_farewell(member: Member) -> None:
    """End what a member whose account closes had with others, and hand their groups on; where nobody is left, they go.

    Runs inside the transaction in which the account closes, after its own rows are gone: private words leave with
    whoever wrote them, whatever becomes of the words in threads.
    """
    pk = member.pk
    ExcerptFile.objects.filter(line__author=member).delete()
    left = Conversation.objects.filter(Q(pair__startswith=f"{pk}-") | Q(pair__endswith=f"-{pk}"))
    for conversation in left:
        end_conversation(conversation, now=timezone.now())
        Conversation.objects.filter(pk=conversation.pk).update(pair=None)
    for group in Conversation.objects.filter(keeper=member):
        pass_on(group, leaving=member)
    Conversation.objects.filter(seats__isnull=True).exclude(kind=Kind.ROOM).delete()


def _is_unknown_there(talk: Conversation, *members: Member) -> bool:
    """Whether one of these has another name in a room: that its page looks again would tell that they are there."""
    return talk.is_room and any(voice_in(talk.room.place, member)[0] for member in members)


@transaction.atomic
def keep_apart(blocker: Member, blocked: Member, *, now: datetime) -> None:
    """End what the two have, and have their open pages look again: neither finds the other there any more."""
    for conversation in Conversation.objects.filter(pair=pair_of(blocker, blocked)):
        end_conversation(conversation, now=now)
        events.announce_change(conversation)
    shared = Conversation.objects.exclude(kind=Kind.TWO).filter(seats__member=blocker)
    for talk in shared.filter(pk__in=Seat.objects.filter(member=blocked).values("conversation")):
        if not _is_unknown_there(talk, blocker, blocked):
            events.announce_distance(talk, between=[blocker, blocked])
    Request.objects.open().filter(sender=blocked, recipient=blocker).update(
        answer=Answer.NOT_NOW, answered_at=now
    )
    unread.forget([blocker.pk, blocked.pk])
