"""Notes by e-mail that give nothing away: no name of this place, no name of a member, no word about what it is for.

A note holds one link. The link says in sealed form for which account, for what and until when it works, and it stops
working as soon as the passphrase changes.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.languages import default_language
from core.queries import get_community
from core.sealing import BrokenSeal, seal, unseal
from people.models import Account

HOLDS_FOR = timedelta(minutes=30)
COME_BACK = "come back"
ADDRESS = "address"


def can_send() -> bool:
    """Tell whether the operator set where notes are sent from."""
    return bool(settings.MAIL_IS_SET)


def send_note(account: Account, address: str, *, purpose: str, origin: str, now: datetime) -> None:
    """Send one note with one link to this address, in the language of the account. `origin`: https://host."""
    token = make_token(account, purpose=purpose, about=address, now=now)
    link = origin.rstrip("/") + reverse("note", args=[token])
    neutral = get_community().neutral_name
    with translation.override(account.language or default_language()):
        words = _(
            "Somebody asked for this note. If it was you, open this page within 30 minutes:\n\n"
            "%(link)s\n\n"
            "If it was not you, you need do nothing. Nothing has changed."
        ) % {"link": link}
    sender = formataddr((neutral, settings.DEFAULT_FROM_EMAIL))
    EmailMessage(subject=neutral, body=words, from_email=sender, to=[address]).send()


def make_token(account: Account, *, purpose: str, about: str, now: datetime) -> str:
    """Return what a link holds."""
    until = int((now + HOLDS_FOR).timestamp())
    return seal(json.dumps([purpose, account.pk, _stamp(account, about), until, about]))


def read_token(token: str, *, now: datetime) -> tuple[str, Account, str] | None:
    """Return what a link is for, whose it is and the address it was sent to; None once it does not work any more."""
    try:
        purpose, number, stamp, until, about = json.loads(unseal(token))
    except (BrokenSeal, ValueError, TypeError):
        return None
    account = Account.objects.filter(pk=number, is_active=True).first()
    if account is None or now > datetime.fromtimestamp(until, UTC) or stamp != _stamp(account, about):
        return None
    return purpose, account, about


def _stamp(account: Account, about: str) -> str:
    """Return what changes when the passphrase does, so that a link works once."""
    return hashlib.sha256(f"{account.password}\n{about}".encode()).hexdigest()[:32]
