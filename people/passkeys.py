"""Passkeys: what a browser is asked, and whether its answer is right (WebAuthn level 2, by way of allauth and fido2).

Every passkey here is kept by the device it was made on and asks for the finger, face or number that opens the device,
so it is both steps in one. It belongs to the host name people reach this place by.
"""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from people.models import Account

# What anybody can make these libraries stumble over by sending something that is no answer of a browser's.
_NO_ANSWER = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)


class NotThisPasskey(Exception):
    """The answer belongs to no passkey known here, to another question, or to nobody."""


def ask_to_add(account: Account) -> dict[str, Any]:
    """Return what a browser is asked so that it makes a passkey; the question waits in the session."""
    return auth.begin_registration(account, passwordless=True)


def read_added(answer: str) -> dict[str, Any]:
    """Return the new passkey, as it is stored; raise NotThisPasskey when it does not answer what was asked."""
    try:
        credential: dict[str, Any] = json.loads(answer)
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
    except _NO_ANSWER as problem:
        raise NotThisPasskey from problem
    if not made.is_user_verified():
        raise NotThisPasskey
    return credential


def ask_to_use(account: Account | None) -> dict[str, Any]:
    """Return what a browser is asked so that it shows a passkey: of this account, or of any it has for this place."""
    return auth.begin_authentication(account)


def read_used(answer: str, account: Account | None) -> Account:
    """Return whose passkey was shown; raise NotThisPasskey unless it is this account's, or of one that is open."""
    try:
        credential = json.loads(answer)
        auth.parse_authentication_response(credential)
        owner = account or auth.extract_user_from_response(credential)
        passkey: Authenticator = auth.complete_authentication(owner, credential)
    except _NO_ANSWER as problem:
        raise NotThisPasskey from problem
    if not owner.is_active:
        raise NotThisPasskey
    passkey.record_usage()
    return owner
