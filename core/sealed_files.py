"""Files at rest that only a row of the database opens: each has a key of its own, which the row keeps sealed.

Changing the installation's key seals those keys anew and leaves the files as they are; a row that is gone leaves
nothing in its file that anybody could open. docs/decisions/attachments.md says what that does and does not protect.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.sealing import BrokenSeal

_NONCE = 12


def write_sealed_file(name: str, content: bytes) -> str:
    """Write the file so that it can be read under this name alone, and return the key that opens it."""
    key, nonce = AESGCM.generate_key(bit_length=256), secrets.token_bytes(_NONCE)
    default_storage.save(name, ContentFile(nonce + AESGCM(key).encrypt(nonce, content, name.encode())))
    return key.hex()


def read_sealed_file(name: str, key: str) -> bytes:
    """Return what was written; raise FileNotFoundError where it is gone, BrokenSeal where it cannot be opened."""
    with default_storage.open(name) as file:
        sealed = file.read()
    try:
        return AESGCM(bytes.fromhex(key)).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
    except (ValueError, InvalidTag) as problem:
        raise BrokenSeal from problem
