"""What a browser needs to reach the relay: its addresses and a credential that holds for ten minutes."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

HOLDS_FOR = timedelta(minutes=10)


def ice_config(*, now: datetime) -> dict[str, Any]:
    """Return the configuration of a connection that goes through the relay and nowhere else.

    The relay writes the credential's name beside the address that used it, so the name is random and says nothing of
    whose it is.
    """
    relay = settings.CALLS
    assert relay is not None, "Without a relay there are no calls."  # noqa: S101 told apart in calls.permissions
    name = f"{int((now + HOLDS_FOR).timestamp())}:{secrets.token_hex(8)}"
    server = {"urls": relay["urls"], "username": name, "credential": _signed(name, relay["secret"])}
    return {"iceTransportPolicy": "relay", "bundlePolicy": "max-bundle", "iceServers": [server]}


def _signed(name: str, secret: str) -> str:
    mac = hmac.new(secret.encode(), name.encode(), hashlib.sha1)
    return base64.b64encode(mac.digest()).decode()
