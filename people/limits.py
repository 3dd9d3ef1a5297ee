"""How often something may be tried at the doors: counted by today's mark, whether or not a name exists."""

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.daily_marks import daily_mark

LIMITS = {
    "second_step": "20/m/ip,5/5m/key",
    "recover": "10/m/ip,5/5m/key",
    "recover_by_note": "10/m/ip,3/15m/key",
    "new_passphrase": "20/m/ip",
    "passkey": "30/m/ip",
    "address": "10/m/ip,5/h/key",
}


class Tries:
    """One try at something: taken before it is looked at, given back when it went well."""

    def __init__(self, request: HttpRequest, action: str, *, who: str = "") -> None:
        """`who` is what tries are counted for besides the address they come from: a name key, an account's number."""
        key: Any = daily_mark(f"{action}:{who}")
        self._taken = ratelimit.consume(
            request, app="people", action=action, config=LIMITS, key=key, limit_get=True
        )

    @property
    def are_used_up(self) -> bool:
        return self._taken is None

    def give_back(self) -> None:
        if self._taken:
            self._taken.rollback()


def wait_a_while() -> str:
    """Return what somebody reads whose tries are used up; the same for every name."""
    return _("There were several tries. To keep people safe, please wait five minutes and try again.")
