"""Whether a passphrase is one of those that are tried first. Everything it is compared with is on this machine."""

import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

PHRASES = Path(__file__).parent / "common_passphrases.txt"
FEWEST_DIFFERENT = 4
_RUNS = ("abcdefghijklmnopqrstuvwxyz" * 2, "01234567890" * 3, "qwertyuiopasdfghjklzxcvbnm" * 2)


class OftenTried:
    """Refuses what stands in a list of common passwords or phrases, however it is spaced, cased or ended.

    The lists: the 20,000 passwords that come with Django, and the phrases in common_passphrases.txt.
    """

    def validate(self, passphrase: str, user: object = None) -> None:
        """Raise ValidationError("password_too_common") for what would be guessed first."""
        bare = letters_of(passphrase)
        if _is_listed(bare) or _is_listed(bare.rstrip("0123456789")) or _is_a_run(bare):
            raise ValidationError("", code="password_too_common")

    def get_help_text(self) -> str:
        return ""


def letters_of(passphrase: str) -> str:
    """Return only the letters and digits, in small letters: “Let me in!” is “letmein”."""
    plain = unicodedata.normalize("NFKC", passphrase).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def _is_listed(bare: str) -> bool:
    return bare in _phrases() or bare in _passwords()


def _is_a_run(bare: str) -> bool:
    """Tell whether it is one sign over and over, or neighbours on the keyboard. Other scripts have no letters here."""
    if not bare:
        return False
    return len(set(bare)) < FEWEST_DIFFERENT or any(bare in run or bare in run[::-1] for run in _RUNS)


@cache
def _phrases() -> frozenset[str]:
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    return frozenset(letters_of(line) for line in lines if line and not line.startswith("#"))


@cache
def _passwords() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)
