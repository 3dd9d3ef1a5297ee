"""Who somebody is, proven by name and passphrase, for whatever is no page of ours; and where they come from."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils import timezone

from people.actions import pass_second_step
from people.limits import Tries
from people.models import Account, Member
from people.queries import get_viewer

LOCKED_OUT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Proof:
    """A member who showed their passphrase just now, and whether a second factor too."""

    member: Member
    has_second_factor: bool


class NotProven(Exception):
    """`reason` is "wrong" (no such name, or not its passphrase), "code", "wait" (after `seconds`) or "closing"."""

    def __init__(self, reason: str, *, seconds: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds


def prove(request: HttpRequest, *, name: str, passphrase: str, code: str | None) -> Proof:
    """Return whose name and passphrase these are, with the lock-out of the sign-in page; raise NotProven.

    An account with a second step wants a code too, from its app or a recovery code; passkeys are for browsers.
    """
    try:
        account = get_adapter().authenticate(request, username=name, password=passphrase)
    except ValidationError:
        raise NotProven("wait", seconds=LOCKED_OUT_SECONDS) from None
    viewer = get_viewer(account.pk, fresh=True) if account else None
    if viewer is None:
        raise NotProven("wrong")
    if viewer.closes_at:
        raise NotProven("closing")
    if not viewer.has_second_step:
        return Proof(viewer.member, has_second_factor=False)
    _check_code(request, account, code)
    return Proof(viewer.member, has_second_factor=True)


def _check_code(request: HttpRequest, account: Account, code: str | None) -> None:
    if not code:
        raise NotProven("code")
    tries = Tries(request, "second_step", who=str(account.pk))
    if tries.are_used_up:
        raise NotProven("wait", seconds=LOCKED_OUT_SECONDS)
    if not pass_second_step(account, code=code, now=timezone.now()):
        raise NotProven("code")
    tries.give_back()


def place_of(request: HttpRequest) -> str:
    """Return what stands for the address of whoever asks, today; nobody can be found by it.

    All who come from nowhere, e.g. through a socket without addresses, come from one place.
    """
    try:
        place: str = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return "nowhere"
    return place
