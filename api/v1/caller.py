"""Who asks: a program with a token, a script of our own pages with a session cookie, or a stranger."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

from api.v1.refusals import Refused
from core.forged import FormCheck
from people.actions import note_token_seen
from people.models import Scope
from people.queries import Viewer, get_bearer

SAFE = {"GET", "HEAD", "OPTIONS"}
EVERYTHING = frozenset(Scope.values)


@dataclass(frozen=True, slots=True)
class Caller:
    """The viewer behind a request, None for a stranger, and what they may do this way."""

    viewer: Viewer | None
    scopes: frozenset[str]

    def must_have(self, needs: Any) -> None:
        """Refuse who may not ask this at all; what they may see or do in detail is the actions' business."""
        if self.viewer is None:
            if not needs.strangers:
                raise Refused("sign-in")
            return
        if needs.scope and needs.scope not in self.scopes:
            raise Refused("scope")
        if self.viewer.owes_agreement and not needs.strangers:
            raise Refused("agreement")


def identify(request: Any) -> Caller:
    """Put on the request who asks. A token stands before a cookie, and one that does not work is no stranger's."""
    header = request.headers.get("Authorization")
    caller = _of_cookie(request) if header is None else _of_token(header)
    request.caller, request.viewer = caller, caller.viewer
    request.member = caller.viewer.member if caller.viewer else None
    if caller.viewer and caller.viewer.language in dict(settings.LANGUAGES):
        translation.activate(caller.viewer.language)
    return caller


def _of_cookie(request: Any) -> Caller:
    if request.member is None:
        return Caller(None, frozenset())
    if request.method not in SAFE:
        _refuse_forged(request)
    return Caller(request.viewer, EVERYTHING)


def _of_token(header: str) -> Caller:
    scheme, _, secret = header.partition(" ")
    now = timezone.now()
    bearer = get_bearer(secret.strip(), now=now) if scheme.lower() == "bearer" else None
    if bearer is None:
        raise Refused("sign-in", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    if bearer.token.seen_date != now.date():
        note_token_seen(bearer.token.pk, now=now)
    return Caller(bearer.viewer, bearer.scopes)


def _refuse_forged(request: HttpRequest) -> None:
    """Ask what is asked of every form. The API itself is exempt: another site can send a cookie, but no token."""

    def nothing(request: HttpRequest) -> Any:
        return None

    if FormCheck(nothing).process_view(request, nothing, (), {}):
        raise Refused("other-site")
