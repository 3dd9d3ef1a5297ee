"""Recovery codes that were just made: sealed in their owner's session until they say that they kept them."""

import json
from datetime import datetime, timedelta

from django.http import HttpRequest

from core.sealing import BrokenSeal, seal, unseal

SHOWN_FOR = timedelta(minutes=30)
_SESSION_KEY = "fresh_codes"


def show(request: HttpRequest, codes: list[str], *, now: datetime) -> None:
    """Have the next page show these codes."""
    request.session[_SESSION_KEY] = {"codes": seal(json.dumps(codes)), "at": int(now.timestamp())}


def shown(request: HttpRequest, *, now: datetime) -> list[str]:
    """Return the codes that wait to be kept, in groups of four digits; none once they were, or it took too long."""
    waiting = request.session.get(_SESSION_KEY)
    if not waiting or now.timestamp() - waiting["at"] > SHOWN_FOR.total_seconds():
        return []
    try:
        codes: list[str] = json.loads(unseal(waiting["codes"]))
    except BrokenSeal:
        return []
    return [" ".join(code[place : place + 4] for place in range(0, len(code), 4)) for code in codes]


def put_away(request: HttpRequest) -> None:
    """Never show them again."""
    request.session.pop(_SESSION_KEY, None)
