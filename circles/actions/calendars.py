"""Giving a member's own calendar an address nobody can guess, and taking it back."""

import secrets
from datetime import datetime

from django.db import transaction

from circles.models import CalendarFeed
from circles.queries import hash_of_secret
from people.models import Member


@transaction.atomic
def make_feed(member: Member, *, now: datetime) -> str:
    """Return a new secret for the address, which is shown once; one that was there before stops working."""
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        member=member, defaults={"secret_hash": hash_of_secret(secret), "made_at": now}
    )
    return secret


def revoke_feed(member: Member) -> None:
    """Have the address lead nowhere from now on."""
    CalendarFeed.objects.filter(member=member).delete()
