"""What an account has besides its passphrase: passkeys, an app that shows codes, recovery codes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db.models import QuerySet

from people.models import Member, RecoveryAddress

Kind = Authenticator.Type
SECOND_STEPS = (Kind.TOTP, Kind.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class SecondStep:
    """One way to pass the second step, as its owner sees it on the account page."""

    pk: int
    is_passkey: bool
    name: str
    created_at: datetime
    last_used_at: datetime | None


def has_second_step(account_id: int) -> bool:
    """Tell whether this account asks for more than a passphrase. Recovery codes alone do not make it ask."""
    return second_steps_of(account_id).exists()


def second_steps_of(account_id: Any) -> QuerySet[Authenticator]:
    """Return the ways one account, or each account of a query, has to pass the second step."""
    return Authenticator.objects.filter(user=account_id, type__in=SECOND_STEPS)


def has_passkey(account_id: int) -> bool:
    return Authenticator.objects.filter(user=account_id, type=Kind.WEBAUTHN).exists()


def list_second_steps(member: Member) -> list[SecondStep]:
    """Return this member's own ways to pass the second step, oldest first."""
    found = second_steps_of(member.account_id).order_by("pk")
    return [
        SecondStep(
            pk=step.pk,
            is_passkey=step.type == Kind.WEBAUTHN,
            name=step.data.get("name", ""),
            created_at=step.created_at,
            last_used_at=step.last_used_at,
        )
        for step in found
    ]


def recovery_codes_left(member: Member) -> int:
    """Return how many recovery codes this member has not used yet."""
    codes = Authenticator.objects.filter(user=member.account_id, type=Kind.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else 0


def app_code(secret: str, *, now: datetime) -> str:
    """Return the six digits an app with this secret shows at this moment (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, int(now.timestamp()) // 30)))


def get_address(member: Member) -> RecoveryAddress | None:
    """Return the e-mail address this member gave to come back in by."""
    return RecoveryAddress.objects.filter(account=member.account_id).first()
