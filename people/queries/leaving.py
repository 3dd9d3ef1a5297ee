"""Reads about exports and closings."""

import hashlib
from typing import Any

from django.conf import settings

from core.privacy import classified_models
from people.models import Closing, Export, Member


def get_export(member: Member) -> Export | None:
    """Return the export that is made, or waits, for this member."""
    return Export.objects.filter(account_id=member.account_id).first()


def closing_choice(member: Member) -> str | None:
    """Return what this member chose for their words when they closed their account."""
    return Closing.objects.filter(account_id=member.account_id).values_list("choice", flat=True).first()


def reference_hash(reference: str) -> str:
    """Return what is stored of a receipt's reference: not enough to open it."""
    return hashlib.sha256(reference.encode()).hexdigest()


def get_receipt(reference: str) -> Closing | None:
    """Return the closing with this reference."""
    return Closing.objects.filter(reference_hash=reference_hash(reference)).first()


def what_stays() -> dict[str, Any]:
    """Return what outlives an account, read from the classification: what, why and until when."""
    return {
        "staying": [privacy for _, privacy in classified_models() if privacy.stays_because],
        "name_days": settings.RETENTION["closed_names"].days,
        "event_days": settings.RETENTION["events"].days,
        "backup_days": settings.RETENTION["backups"].days,
        "receipt_days": settings.RETENTION["receipts"].days,
    }
