"""Push messages, encrypted for one browser (RFC 8030, 8188, 8291, 8292)."""

import json

import requests
from pywebpush import WebPushException, webpush

from core.queries import get_community
from notifications.models import PushDevice
from notifications.outside import Unreachable
from notifications.push_keys import push_key

PATIENCE = 10
KEPT_BY_SERVICE = 24 * 3600
BUSY = (408, 425, 429)


def send_push(device: PushDevice | None, *, stamp: str, words: str, sender: str) -> bool:
    """Hand a message to the device's push service; False when it is gone. Raise Unreachable.

    `stamp` lets the service put a second copy in the place of the first. `sender` is this installation's address.
    """
    if device is None:
        return False
    note = {"title": get_community().neutral_name, "body": words, "url": "/notices/"}
    try:
        with _push_session() as session:
            webpush(
                {
                    "endpoint": device.endpoint,
                    "keys": {"p256dh": device.public_key, "auth": device.auth},
                },
                json.dumps(note),
                vapid_private_key=push_key(),
                vapid_claims={"sub": sender.rstrip("/") or "https://localhost"},
                ttl=KEPT_BY_SERVICE,
                timeout=PATIENCE,
                headers={"Topic": stamp, "Urgency": "normal"},
                requests_session=session,
            )
    except WebPushException as problem:
        code = problem.response.status_code if problem.response is not None else 0
        for_good = 400 <= code < 500 and code not in BUSY
        raise Unreachable(f"the push service answered {code}", for_good=for_good) from None
    except (requests.RequestException, ValueError) as problem:
        raise Unreachable(type(problem).__name__) from None
    return True


def _push_session() -> requests.Session:
    """Return a session that goes where it is sent and nowhere else: no proxies of the environment, no redirects."""
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    return session
