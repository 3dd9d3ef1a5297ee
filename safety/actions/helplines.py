"""Writes about crisis lines."""

from datetime import datetime

from django.db import transaction

from safety.actions.audit import record
from safety.helplines import Country
from safety.models import Confirmation


@transaction.atomic
def confirm_country(country: Country, *, by: str, now: datetime) -> Confirmation:
    """Record that somebody asked the services and vouches for what the country's page says today."""
    record("safety.lines_confirmed", by=None, now=now, details={"country": country.code})
    return Confirmation.objects.create(
        country=country.code, fingerprint=country.fingerprint, confirmed_at=now, confirmed_by=by[:80]
    )
