"""Browsers that may show notes while this place is closed."""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from notifications.models import PushDevice
from people.models import Device, Member


class UnknownService(ValueError):
    """The browser's push service is none that this installation sends to."""


@transaction.atomic
def allow_device(
    member: Member, *, browser: Device, endpoint: str, public_key: str, auth: str, now: datetime
) -> PushDevice:
    """Keep this browser's address at its push service, sealed; raise UnknownService for a strange address.

    The address comes from a browser and the server will send requests to it, so only services known by name pass.
    """
    if not is_push_service(endpoint):
        raise UnknownService
    fingerprint = hashlib.sha256(endpoint.encode()).hexdigest()
    PushDevice.objects.filter(Q(browser=browser) | Q(fingerprint=fingerprint)).delete()
    return PushDevice.objects.create(
        member=member, browser=browser, fingerprint=fingerprint, endpoint=endpoint, public_key=public_key,
        auth=auth, allowed_at=now,
    )  # fmt: skip


def take_back_device(member: Member, *, number: int) -> None:
    """Send nothing more to this device of the member."""
    PushDevice.objects.filter(member=member, pk=number).delete()


def is_push_service(endpoint: str) -> bool:
    """Tell whether an address lies at one of settings.PUSH_SERVICES (a host, ".host" for all below it)."""
    try:
        parts = urlsplit(endpoint)
        where = parts.netloc
    except ValueError:
        return False
    named = any(
        where == service or (service.startswith(".") and where.endswith(service))
        for service in settings.PUSH_SERVICES
    )
    return named and (parts.scheme == "https" or where.startswith("127.0.0.1:"))
