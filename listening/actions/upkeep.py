"""What the background does: places of those who are gone, talks in which nobody speaks, and forgetting."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef

from chat.actions import end_conversation
from chat.models import Message
from listening import events, queries
from listening.models import GONE_AFTER, Talk

SILENT_FOR = timedelta(hours=6)


def let_go_of_the_gone(*, now: datetime) -> int:
    """Give up the places of those whose page said nothing for ten minutes; return how many."""
    gone = Talk.objects.waiting().filter(seen_at__lt=now - GONE_AFTER).select_related("member")
    return sum(_let_go(talk, now=now) for talk in gone)


@transaction.atomic
def _let_go(talk: Talk, *, now: datetime) -> bool:
    still_gone = Talk.objects.waiting().filter(pk=talk.pk, seen_at=talk.seen_at)
    if not still_gone.update(left_at=F("seen_at")):
        return False  # they came back, or were given a listener, in this moment
    events.announce_queue(talk, to=queries.who_sees_the_queue(talk.member, now=now))
    return True


def end_silent_talks(*, now: datetime) -> int:
    """End talks in which nobody wrote for six hours, so that no listener is held by one; return how many."""
    said = Message.objects.filter(conversation=OuterRef("conversation"), created_at__gt=now - SILENT_FOR)
    silent = Talk.objects.going_on().filter(began_at__lt=now - SILENT_FOR).exclude(Exists(said))
    talks = list(silent.select_related("conversation"))
    for talk in talks:
        end_conversation(talk.conversation, now=now)  # type: ignore[arg-type]
    return len(talks)


def forget_old_talks(*, now: datetime) -> int:
    """Delete who waited when, and what was noted about it, once the period is over; return how many rows."""
    old = Talk.objects.filter(waits_since__lt=now - settings.RETENTION["talks"])
    return old.exclude(pk__in=Talk.objects.going_on().values("pk")).delete()[0]
