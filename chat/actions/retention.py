"""Forgetting: messages whose time is over, words that were taken back, requests and excerpts that are old."""

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.models import LENGTHS, Attachment, Excerpt, Kind, Lifetime, Message, Request, Seat

AT_ONCE = 500


def forget_expired_messages(*, now: datetime) -> int:
    """Delete messages that stayed as long as the two chose; return how many."""
    return sum(_forget_older(lifetime, now=now) for lifetime in (Lifetime.DAY, Lifetime.MONTH))


def _forget_older(lifetime: Lifetime, *, now: datetime) -> int:
    wanted = Seat.objects.filter(conversation=OuterRef("conversation"), lifetime=lifetime)
    of_people = Q(Exists(wanted)) & ~Q(conversation__kind=Kind.ROOM)
    in_rooms = Q(conversation__room__lifetime=lifetime)
    old = Message.objects.filter(of_people | in_rooms, created_at__lte=now - LENGTHS[lifetime])
    return _delete(old)


def empty_removed_messages(*, now: datetime) -> int:
    """Empty messages that were taken back longer ago than they are kept for a report; their place stays."""
    gone = Message.objects.filter(removed_at__lt=now - settings.RETENTION["removed_messages"])
    Attachment.objects.filter(message__in=gone).delete()
    return gone.exclude(body="").update(body="", notes="", signs="")


def forget_old_requests(*, now: datetime) -> int:
    """Delete requests whose time is over, so that one may ask again; return how many."""
    return Request.objects.filter(sent_at__lt=now - settings.RETENTION["requests_to_talk"]).delete()[0]


def forget_old_excerpts(*, now: datetime) -> int:
    """Delete what was shown to staff, once that is long enough ago; return how many."""
    return Excerpt.objects.filter(made_at__lt=now - settings.RETENTION["excerpts"]).delete()[0]


def _delete(messages: QuerySet[Message]) -> int:
    count = 0
    while found := list(messages.values_list("pk", flat=True)[:AT_ONCE]):
        Message.objects.filter(pk__in=found).delete()
        count += len(found)
    return count
