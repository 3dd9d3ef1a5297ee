"""What an account has besides its passphrase: adding it, passing it, taking it off.

Secrets are sealed by people.mfa. Whoever is told of a wrong code is told it as slowly, and in the same words, as
somebody whose account does not exist.
"""

import unicodedata
from datetime import datetime
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.cache import cache
from django.db import transaction

from people.actions.devices import sign_out_everywhere
from people.models import Account, Member
from people.queries import forget_viewer
from people.queries.second_steps import SECOND_STEPS
from people.signals import staff_acted

Kind = Authenticator.Type
# A code from an app holds for three half minutes here; in that time nobody may use it twice.
_USED_CODE_REMEMBERED_FOR = 120
LONGEST_NAME = 40


@transaction.atomic
def new_recovery_codes(member: Member) -> list[str]:
    """Make ten single-use codes and return them, the only time anybody sees them. Older ones stop working."""
    drop_recovery_codes(member)
    account = Account.objects.get(pk=member.account_id)
    return RecoveryCodes.activate(account).generate_codes()


def drop_recovery_codes(member: Member) -> None:
    """Let no recovery code of this member work any more."""
    Authenticator.objects.filter(user=member.account_id, type=Kind.RECOVERY_CODES).delete()


@transaction.atomic
def use_recovery_code(account: Account | None, *, code: str, now: datetime) -> bool:
    """Use up one recovery code; False for a wrong or used one. Without an account it only takes as long."""
    number = account.pk if account else 0
    kept = Authenticator.objects.select_for_update().filter(user=number, type=Kind.RECOVERY_CODES).first()
    codes = (kept or _decoy()).wrap()
    typed, found = in_plain_digits(code), None
    for place, known in enumerate(codes.generate_codes()):
        if compare_user_code(actual=typed, expected=known) and not codes._is_code_used(place):
            found = place
    if kept is None or found is None:
        return False
    kept.last_used_at = now
    codes._mark_code_used(found)
    return True


def is_right_app_code(secret: str, *, code: str) -> bool:
    """Tell whether an app that was given this secret shows this code now."""
    return bool(validate_totp_code(secret, in_plain_digits(code)))


@transaction.atomic
def add_app(member: Member, *, secret: str) -> None:
    """Let an app with this secret be a second step. There is one app; a new one takes the place of the old."""
    Authenticator.objects.filter(user=member.account_id, type=Kind.TOTP).delete()
    TOTP.activate(Account.objects.get(pk=member.account_id), secret)
    forget_viewer(member)


@transaction.atomic
def add_passkey(member: Member, *, name: str, credential: dict[str, Any]) -> None:
    """Let a passkey whose answer was checked be a way in and a second step."""
    WebAuthn.add(Account.objects.get(pk=member.account_id), name[:LONGEST_NAME], credential)
    forget_viewer(member)


def pass_second_step(account: Account, *, code: str, now: datetime) -> bool:
    """Take a code from the app, or a recovery code, which is then used up. The caller counts the tries."""
    return _is_from_app(account, code=code, now=now) or use_recovery_code(account, code=code, now=now)


@transaction.atomic
def remove_second_step(member: Member, *, number: int) -> None:
    """Take one off the account; somebody else's is left alone."""
    Authenticator.objects.filter(pk=number, user=member.account_id, type__in=SECOND_STEPS).delete()
    forget_viewer(member)


@transaction.atomic
def reset_second_steps(member: Member) -> None:
    """Take everything off the account besides the passphrase, and end every session.

    For whoever has the server's command line, and on the record.
    """
    Authenticator.objects.filter(user=member.account_id).delete()
    sign_out_everywhere(member)
    staff_acted.send(None, act="people.factors_reset", by=None, about=member, details={})


def in_plain_digits(code: str) -> str:
    """Return a code as 0 to 9, whichever digits the keyboard has and however it was spaced."""
    plain = "".join(str(unicodedata.digit(sign, sign)) for sign in unicodedata.normalize("NFKC", code))
    return normalize_user_code(plain)


def _is_from_app(account: Account, *, code: str, now: datetime) -> bool:
    app = Authenticator.objects.filter(user=account.pk, type=Kind.TOTP).first()
    if app is None or not is_right_app_code(decrypt(app.data["secret"]), code=code):
        return False
    Authenticator.objects.filter(pk=app.pk).update(last_used_at=now)
    return bool(
        cache.add(f"app-code:{account.pk}:{in_plain_digits(code)}", "used", _USED_CODE_REMEMBERED_FOR)
    )


def _decoy() -> Authenticator:
    """Return codes that nobody has, so that looking for an account's takes as long where there are none."""
    seed = encrypt(RecoveryCodes.generate_seed())
    return Authenticator(type=Kind.RECOVERY_CODES, data={"seed": seed, "used_mask": 0})
