"""What stands for an address or a name while we count how often something was tried.

A mark is made with a key that exists for one day, is drawn by chance and is kept only where the counts are. Once it is
gone nobody, the operator included, can tell whose mark it was, or that two days' marks are the same person's.
"""

import hashlib
import hmac
import secrets

from django.core.cache import cache
from django.utils import timezone

_A_DAY = 24 * 60 * 60


def daily_mark(what: str) -> str:
    """Return today's mark of an address or a name; tomorrow it has another."""
    return hmac.new(_key_of_today(), what.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def _key_of_today() -> bytes:
    name = f"daily-marks:{timezone.now():%Y-%m-%d}"
    key: bytes | None = cache.get(name)
    if key is None:
        cache.add(name, secrets.token_bytes(32), _A_DAY)
        key = cache.get(name) or secrets.token_bytes(32)
    return key
