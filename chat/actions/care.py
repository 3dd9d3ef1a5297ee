"""What somebody in pain can do after writing: ask for a person, say that they are safe, or put the offer away.

The desk learns who asks, never where they wrote or what.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from chat.models import Message, Request, Seat
from chat.queries import Standing
from people.models import Member
from safety import actions as safety


def ask_to_talk(member: Member, *, now: datetime) -> None:
    """Ask for somebody at the desk; whoever takes it writes to the member."""
    safety.ask_to_talk(member, now=now)


@transaction.atomic
def say_safe(standing: Standing, *, now: datetime) -> None:
    """Say that one is safe: the offer goes, and whoever one asked for reads it."""
    safety.tell_safe("people.member", standing.viewer.pk, now=now)
    put_care_away(standing)


def put_care_away(standing: Standing) -> None:
    """Offer nothing more because of what stands there by now; nobody is told."""
    newest = Message.objects.filter(conversation=standing.conversation).aggregate(pk=Max("pk"))["pk"] or 0
    Seat.objects.filter(pk=standing.mine.pk).update(care_away_id=newest)


@transaction.atomic
def say_safe_after_asking(member: Member, *, now: datetime) -> None:
    """Say that one is safe, having written otherwise to somebody who has not said yes."""
    safety.tell_safe("people.member", member.pk, now=now)
    put_care_after_asking_away(member, now=now)


def put_care_after_asking_away(member: Member, *, now: datetime) -> None:
    """Offer nothing more because of the requests that were sent by now; nobody is told."""
    sent = Request.objects.open().filter(sender=member, care_away_at__isnull=True)
    sent.update(care_away_at=now)
