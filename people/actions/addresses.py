"""An e-mail address to come back in by: given, proved, taken back, and used."""

import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.jobs import enqueue
from core.sealing import BrokenSeal, seal, unseal
from people.models import Account, Member, RecoveryAddress
from people.names import name_key
from people.notes import ADDRESS, COME_BACK, send_note


@transaction.atomic
def give_address(member: Member, *, address: str, origin: str) -> None:
    """Keep an address, sealed, and send a note to it. Until the note is answered the address opens nothing."""
    RecoveryAddress.objects.update_or_create(
        account_id=member.account_id, defaults={"address": _tidy(address), "verified_at": None}
    )
    enqueue(send_address_note, member.account_id, origin)


def prove_address(account: Account, *, address: str, now: datetime) -> bool:
    """Note that its owner answered the note; False when another address was given meanwhile."""
    kept = RecoveryAddress.objects.filter(account=account).first()
    if kept is None or kept.address != _tidy(address):
        return False
    RecoveryAddress.objects.filter(pk=kept.pk).update(verified_at=now)
    return True


def take_back_address(member: Member) -> None:
    """Forget the address."""
    RecoveryAddress.objects.filter(account=member.account_id).delete()


def ask_for_note(*, name: str, address: str, origin: str) -> None:
    """Have a note sent if this name and this address belong together. Here nothing is looked up, so that it takes as
    long whether or not they do; what was typed is sealed until the background has looked."""
    enqueue(send_recovery_note, seal(json.dumps([name, address, origin])))


def send_address_note(account_id: int, origin: str) -> None:
    """Send the note that proves an address: the background's part of `give_address`."""
    kept = RecoveryAddress.objects.select_related("account").filter(account=account_id).first()
    if kept and kept.verified_at is None:
        send_note(kept.account, kept.address, purpose=ADDRESS, origin=origin, now=timezone.now())


def send_recovery_note(sealed: str) -> None:
    """Send the note that lets somebody back in: the background's part of `ask_for_note`."""
    try:
        name, address, origin = json.loads(unseal(sealed))
    except BrokenSeal:
        return  # the key was changed meanwhile; whoever asked can ask again
    kept = RecoveryAddress.objects.select_related("account").filter(
        account__name_key=name_key(name), account__is_active=True, verified_at__isnull=False
    )
    for one in kept:
        if one.address == _tidy(address):
            send_note(one.account, one.address, purpose=COME_BACK, origin=origin, now=timezone.now())


def _tidy(address: str) -> str:
    return address.strip().lower()
