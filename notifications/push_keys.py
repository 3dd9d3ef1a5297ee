"""The key by which push services know this installation (VAPID, RFC 8292)."""

import hashlib
from functools import lru_cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02, b64urlencode

from core.keys import kept_secret

ORDER = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)  # of the curve P-256


def push_key() -> Vapid02:
    """Return the private key, made once for an installation and kept beside the sealing keys."""
    return _key_of(kept_secret("push"))


@lru_cache(maxsize=4)
def _key_of(secret: bytes) -> Vapid02:
    number = int.from_bytes(hashlib.sha512(secret).digest()) % (ORDER - 1) + 1
    return Vapid02(ec.derive_private_key(number, ec.SECP256R1()))


def public_push_key() -> str:
    """Return the public half as browsers take it: an uncompressed point, base64url."""
    point = push_key().public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    found: str = b64urlencode(point)
    return found
