"""Forgetting who came to which circle, circles long past, what nobody answered, and who was in a group that closed."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from circles.models import Circle, Membership, Rhythm, Schedule, Seat, Waiting


@transaction.atomic
def forget_old_circles(*, now: datetime) -> int:
    """Delete seats in circles that ended long ago, and later the circles themselves; return how many seats."""
    past = Circle.objects.filter(ends_at__lt=now - settings.RETENTION["circle_seats"])
    forgotten: int = Seat.objects.filter(circle__in=past).delete()[0]
    before = now - settings.RETENTION["circles"]
    Circle.objects.filter(ends_at__lt=before).delete()
    over = Q(ended_at__lt=before) | Q(rhythm=Rhythm.ONCE, first_date__lt=before.date())
    Schedule.objects.filter(over, circles__isnull=True).delete()
    return forgotten


@transaction.atomic
def forget_old_places(*, now: datetime) -> int:
    """Delete what was asked and never answered, offers that ran out long ago, and who was in a group that closed.

    Return how many were asked.
    """
    before = now - settings.RETENTION["places_asked"]
    unanswered = Waiting.objects.asked().filter(asked_at__lt=before)
    Waiting.objects.run_out(before).delete()
    Membership.objects.filter(group__closed_at__lt=now - settings.RETENTION["circle_seats"]).delete()
    forgotten: int = unanswered.delete()[0]
    return forgotten
