"""The two ways out: an e-mail over SMTP, and a push message. Neither says who, where or what.

Both carry the operator's neutral name and, for whoever chose it, a count.
"""

import smtplib
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.languages import default_language
from core.queries import get_community
from core.sealing import BrokenSeal, seal_for_good, unseal_for_good
from notifications.models import Channel, Letter, NoticeSettings
from people.queries import get_address


class Unreachable(Exception):
    """A letter could not be handed over. `for_good`: no later try can help."""

    def __init__(self, trouble: str, *, for_good: bool = False) -> None:
        super().__init__(trouble)
        self.for_good = for_good


def send(letter: Letter, *, count: int) -> bool:
    """Hand the letter over; False when there is nowhere to send it (any more). Raise Unreachable."""
    wanted = NoticeSettings.objects.filter(member=letter.member_id).first() or NoticeSettings()
    with translation.override(letter.member.account.language or default_language()):
        words = _words(count, wanted)
        if letter.channel == Channel.MAIL:
            return _send_mail(letter, words, wanted)
    from notifications.push import send_push  # brings an HTTP client, which most installations never need

    return send_push(letter.device, stamp=letter.stamp, words=words, sender=wanted.origin)


def _words(count: int, wanted: NoticeSettings) -> str:
    if not wanted.shows_count:
        return _("You have a new note.")
    return ngettext("You have %(count)d new note.", "You have %(count)d new notes.", count) % {"count": count}


def _send_mail(letter: Letter, words: str, wanted: NoticeSettings) -> bool:
    kept = get_address(letter.member)
    if not (settings.MAIL_IS_SET and kept and kept.verified_at) or is_refused(wanted, kept.verified_at):
        return False
    origin = wanted.origin.rstrip("/")
    stop = origin + reverse("notes_stop", args=[stop_token(letter.member_id)])
    body = "\n\n".join(
        [
            words,
            f"{origin}/notices/",
            _("To get no more of these, open this page and press the button:"),
            stop,
        ]
    )
    neutral = get_community().neutral_name
    sender = settings.DEFAULT_FROM_EMAIL
    headers = {
        "From": formataddr((neutral, sender)),
        "Message-ID": f"<{letter.stamp}@{sender.rpartition('@')[2]}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    try:
        EmailMessage(neutral, body, _return_path(letter), [kept.address], headers=headers).send()
    except smtplib.SMTPRecipientsRefused as problem:
        code = max(code for code, _text in problem.recipients.values())
        raise Unreachable(f"the mailbox refused it ({code})", for_good=code >= 500) from None
    except (smtplib.SMTPException, OSError) as problem:
        raise Unreachable(type(problem).__name__) from None
    return True


def is_refused(wanted: NoticeSettings, verified_at: datetime) -> bool:
    """Tell whether the mailbox refused a note since its owner last proved that it is theirs."""
    return wanted.mail_failed_at is not None and wanted.mail_failed_at > verified_at


def _return_path(letter: Letter) -> str:
    """Return where it comes back to: with the letter's stamp in it where the operator's mail server can do that."""
    name, _at, host = settings.DEFAULT_FROM_EMAIL.rpartition("@")
    return f"{name}+{letter.stamp}@{host}" if settings.MAIL_HAS_RETURN_PATHS else f"{name}@{host}"


def stop_token(member_id: int) -> str:
    """Return what the address holds that stops a member's e-mails: sealed, and good for as long as they are here."""
    return seal_for_good(str(member_id), purpose="stop")


def whose_stop_token(token: str) -> int | None:
    """Return whose e-mails this stops; None for what is no such token."""
    try:
        return int(unseal_for_good(token, purpose="stop"))
    except BrokenSeal:
        return None
