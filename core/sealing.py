"""Sealing private words at rest: a stolen copy of the database holds nothing readable of them.

Words are sealed with the newest key and opened with the one they name (core.keys). `bin/hearthside keys rotate`
changes the key and seals everything anew (core.rotation).
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import models

from core.keys import Key, kept_secret, read_keys

_MARK = "s1"  # the way it was sealed; another way would get another mark
_NONCE = 12
_LOOKUPS = {"isnull", "exact"}


class BrokenSeal(Exception):
    """These words cannot be opened: they were changed, or their key is not in the key file any more."""


def seal(text: str) -> str:
    """Return the text so that only this installation's keys open it; never twice the same, so equals do not show."""
    return _sealed(text, read_keys()[0])


def unseal(sealed: str) -> str:
    """Return the text that was sealed; raise BrokenSeal for anything else."""
    for key in read_keys():
        if sealed.startswith(sealed_prefix(key)):
            return _open(sealed.removeprefix(sealed_prefix(key)), key)
    raise BrokenSeal


def seal_for_good(text: str, *, purpose: str) -> str:
    """Return the text sealed with a secret of this purpose alone, which no rotation changes.

    For what lies outside and is never sealed anew, such as an address in an e-mail.
    """
    return _sealed(text, _key_for(purpose))


def unseal_for_good(sealed: str, *, purpose: str) -> str:
    """Return the text that was sealed for good and for this purpose; raise BrokenSeal for anything else."""
    key = _key_for(purpose)
    if not sealed.startswith(sealed_prefix(key)):
        raise BrokenSeal
    return _open(sealed.removeprefix(sealed_prefix(key)), key)


def _key_for(purpose: str) -> Key:
    return Key(purpose, bytes.fromhex(kept_secret(purpose).decode()))


def sealed_prefix(key: Key) -> str:
    """Return how everything begins that was sealed with this key."""
    return f"{_MARK}.{key.name}."


def _sealed(text: str, key: Key) -> str:
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(key.secret).encrypt(nonce, text.encode(), None)
    return sealed_prefix(key) + urlsafe_b64encode(sealed).decode()


def _open(content: str, key: Key) -> str:
    try:
        sealed = urlsafe_b64decode(content)
        return AESGCM(key.secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
    except (ValueError, InvalidTag) as problem:
        raise BrokenSeal from problem


class EncryptedTextField(models.TextField[Any, Any]):
    """Text that is plain in Python and sealed in the database, where nothing can be searched or sorted by it.

    Empty stays empty, so that one can still ask whether there is anything.
    """

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        prepared = super().get_db_prep_save(value, connection)
        return seal(prepared) if prepared and isinstance(prepared, str) else prepared

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return unseal(value) if value else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Refuse to look for words: `prepared` is what tells a condition from a value to be saved."""
        if prepared and value:
            raise FieldError(f"{self.name} is sealed; nobody can look for words in it.")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in _LOOKUPS:
            raise FieldError(f"{self.name} is sealed; only “is there anything” can be asked of it.")
        return super().get_lookup(lookup_name)
