"""What becomes of waits and talks when somebody closes their account or keeps their distance."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from chat.actions import end_conversation
from chat.events import announce_change
from listening.models import Talk
from people.models import Member


def say_farewell(member: Member, *, now: datetime) -> None:
    """End the talks of a member whose account closes and forget their waits; inside the transaction that closes it."""
    for talk in _talks_of(member):
        end_conversation(talk.conversation, now=now)  # type: ignore[arg-type]
    Talk.objects.filter(member=member).delete()


@transaction.atomic
def keep_apart(blocker: Member, blocked: Member, *, now: datetime) -> None:
    """End what the two talk about, and have their open pages look again: neither finds it any more."""
    for talk in _talks_of(blocker).filter(Q(member=blocked) | Q(listener=blocked)):
        end_conversation(talk.conversation, now=now)  # type: ignore[arg-type]
        announce_change(talk.conversation)  # type: ignore[arg-type]


def _talks_of(member: Member) -> QuerySet[Talk]:
    return (
        Talk.objects.going_on().filter(Q(member=member) | Q(listener=member)).select_related("conversation")
    )
