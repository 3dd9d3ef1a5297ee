"""Giving tokens to programs and taking them back."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions.devices import end_streams
from people.models import AccessToken, Account, Member, Scope
from people.queries.tokens import PREFIX, hash_of_token

MOST_TOKENS = 20
LONGEST_DAYS = 365


class TooManyTokens(ValidationError):
    """Somebody has as many tokens as one may have."""

    def __init__(self) -> None:
        super().__init__(_("You have twenty tokens already. Take one back first."))


@transaction.atomic
def make_token(
    member: Member,
    *,
    name: str,
    scopes: Iterable[str],
    days: int,
    now: datetime,
    has_second_factor: bool,
) -> tuple[AccessToken, str]:
    """Give out a token that works for so many days; return its row and the token, which is never shown again.

    The powers of a role are lent out only by somebody who has just shown their second factor.
    """
    wanted = [scope for scope in Scope.values if scope in set(scopes)]
    if Scope.STAFF in wanted and not has_second_factor:
        raise PermissionDenied
    Account.objects.select_for_update().get(pk=member.account_id)
    AccessToken.objects.filter(account=member.account_id, expires_at__lte=now).delete()
    if AccessToken.objects.filter(account=member.account_id).count() >= MOST_TOKENS:
        raise TooManyTokens
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        account_id=member.account_id, name=name, secret_hash=hash_of_token(secret), scopes=" ".join(wanted),
        expires_at=now + timedelta(days=min(max(days, 1), LONGEST_DAYS)),
    )  # fmt: skip
    return token, secret


@transaction.atomic
def revoke_token(member: Member, *, token_id: int) -> None:
    """Take back one of the member's own tokens; somebody else's is left alone."""
    AccessToken.objects.filter(account=member.account_id, pk=token_id).delete()
    end_streams(member)


def note_token_seen(token_id: int, *, now: datetime) -> None:
    """Remember the day a token was last used, never the time."""
    today = now.date()
    AccessToken.objects.filter(pk=token_id).exclude(seen_date=today).update(seen_date=today)


def forget_expired_tokens(*, now: datetime) -> None:
    """Take tokens off the list that work no more."""
    AccessToken.objects.filter(expires_at__lte=now).delete()
