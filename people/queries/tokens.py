"""Who is behind a program's token, and which tokens a member has given out."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from people.models import AccessToken, Member, Scope
from people.queries.viewers import Viewer, get_viewer

PREFIX = "hearthside_"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A member behind a token, and what the token may do."""

    viewer: Viewer
    scopes: frozenset[str]
    token: AccessToken


def hash_of_token(secret: str) -> str:
    """Return what is stored of a token. It is long and random, so one quick hash keeps it safe."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def get_bearer(secret: str, *, now: datetime) -> Bearer | None:
    """Return who is behind this token; None alike when unknown, expired or taken back, or the account closes.

    Without the scope for it the member comes without the powers of their role.
    """
    if not secret.startswith(PREFIX):
        return None
    token = AccessToken.objects.filter(secret_hash=hash_of_token(secret), expires_at__gt=now).first()
    viewer = get_viewer(token.account_id) if token else None
    if token is None or viewer is None or viewer.closes_at:
        return None
    viewer.member.powers_rest = Scope.STAFF not in token.scope_set
    return Bearer(viewer, token.scope_set, token)


def list_tokens(member: Member, *, now: datetime) -> list[AccessToken]:
    """Return the tokens of this member that still work, newest first."""
    return list(AccessToken.objects.filter(account=member.account_id, expires_at__gt=now).order_by("-pk"))


def get_token(token_id: int, *, member: Member, now: datetime) -> AccessToken:
    """Return one of the member's own tokens; 404 for anybody else's."""
    token = AccessToken.objects.filter(account=member.account_id, pk=token_id, expires_at__gt=now).first()
    if token is None:
        raise Http404
    return token
