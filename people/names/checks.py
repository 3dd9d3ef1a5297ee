"""Which names may be taken here: readable ones, in one script, that do not pass for the people in charge."""

import re
import unicodedata

from confusable_homoglyphs import categories

from people.names.aliases import is_alias_like
from people.names.keys import INVISIBLE, KEY_MAX_LENGTH, is_letter_or_digit, name_key

NAME_MIN_LENGTH = 2
NAME_MAX_LENGTH = 40
_MARKS_ON_ONE_LETTER = 3  # Hindi and Thai need up to three

_APOSTROPHES_AND_HYPHENS = str.maketrans("’‘ʼ＇‐‑–−", "''''----")
_WRITTEN_TOGETHER = [
    {"HAN", "HIRAGANA", "KATAKANA"},
    {"HAN", "HANGUL"},
    {"HAN", "BOPOMOFO"},
]
_SCRIPTS = {
    "ARABIC", "ARMENIAN", "BENGALI", "BOPOMOFO", "CYRILLIC", "DEVANAGARI", "ETHIOPIC", "GEORGIAN", "GREEK",
    "GUJARATI", "GURMUKHI", "HAN", "HANGUL", "HEBREW", "HIRAGANA", "KANNADA", "KATAKANA", "KHMER", "LAO",
    "LATIN", "MALAYALAM", "MONGOLIAN", "MYANMAR", "ORIYA", "SINHALA", "SYRIAC", "TAMIL", "TELUGU", "THAANA",
    "THAI", "TIBETAN",
}  # fmt: skip

_RESERVED_NAMES = """
    anon, anonymous, closed account, deleted, deleted member, everybody, everyone, former member, help, help now,
    here, listener, me, member, members, nobody, none, null, somebody, someone, support, support staff,
    support team, system, team, the team, undefined, unknown, you
"""
_RESERVED_WORDS = """
    admin admins administrator administrators clinician clinicians counsellor counselor doctor hearthside
    mod mods moderator moderators official operator operators psychiatrist psychologist root staff superuser
    sysadmin sysop therapist webmaster
"""
_RESERVED_BEGINNINGS = ("admin", "hearthside", "moderator", "anonymous")


class NameProblem(ValueError):
    """A name nobody can take, with a sentence for the person who tried."""


def check_name(name: str) -> str:
    """Return the name as it will be shown, or raise NameProblem saying what to change."""
    tidy = " ".join(_normal(name).split())
    _refuse_wrong_length(tidy)
    _refuse_unreadable(tidy)
    _refuse_mixed_scripts(tidy)
    _refuse_reserved(tidy)
    return tidy


def is_reserved(name: str) -> bool:
    """Tell whether a name belongs to the place itself, or claims a role nobody can give themselves."""
    key = name_key(name)
    if key in _RESERVED_KEYS or key.startswith(_RESERVED_BEGINNING_KEYS):
        return True
    words = (word.rstrip("0123456789") for word in re.split(r"[\s'-]+", name))
    return any(name_key(word) in _RESERVED_WORD_KEYS for word in words)


def _normal(name: str) -> str:
    normal = unicodedata.normalize("NFKC", name[: NAME_MAX_LENGTH * 10].strip())
    return normal.translate(_APOSTROPHES_AND_HYPHENS)


def _refuse_wrong_length(name: str) -> None:
    visible = sum(is_letter_or_digit(character) for character in name)
    if visible < NAME_MIN_LENGTH:
        raise NameProblem("Please use at least two letters or digits.")
    if len(name) > NAME_MAX_LENGTH or len(name_key(name)) >= KEY_MAX_LENGTH:
        raise NameProblem(
            f"That name is too long to show everywhere. Please keep it to {NAME_MAX_LENGTH} letters."
        )


def _refuse_unreadable(name: str) -> None:
    if any(unicodedata.category(character)[0] == "C" or character in INVISIBLE for character in name):
        raise NameProblem(
            "That name has a character in it that cannot be seen. Please type it again by hand."
        )
    if not all(_may_be_used(character) for character in name):
        raise NameProblem("Please use only letters, digits, spaces, hyphens (-) and apostrophes (').")
    if not is_letter_or_digit(name[0]) or name[-1] in "'-" or re.search(r"[ '-]{3}|['-]{2}", name):
        raise NameProblem(
            "Please start and end with a letter or a digit, and use one hyphen or apostrophe at a time."
        )
    if len(name) > 1 and _has_piled_marks(name):
        raise NameProblem("That name has too many marks on one letter to be read. Please use fewer.")
    if not any(unicodedata.category(character)[0] == "L" for character in name):
        raise NameProblem("Please use at least one letter, so that people can call you something.")


def _may_be_used(character: str) -> bool:
    return character in " '-" or unicodedata.category(character) in {
        "Lu",
        "Ll",
        "Lo",
        "Lt",
        "Lm",
        "Nd",
        "Mn",
        "Mc",
    }


def _has_piled_marks(name: str) -> bool:
    row = 0
    for character in name:
        row = row + 1 if unicodedata.category(character)[0] == "M" else 0
        if row > _MARKS_ON_ONE_LETTER:
            return True
    return False


def _refuse_mixed_scripts(name: str) -> None:
    scripts = {
        categories.alias(character) for character in name if unicodedata.category(character)[0] in "LM"
    }
    scripts -= {"COMMON", "INHERITED"}
    if not scripts <= _SCRIPTS:
        raise NameProblem("We cannot show that kind of letter reliably yet. Please choose another name.")
    if len(scripts) > 1 and not any(scripts <= together for together in _WRITTEN_TOGETHER):
        raise NameProblem(
            "That name mixes letters of different alphabets, which can look like somebody else's name. "
            "Please use one alphabet."
        )


def _refuse_reserved(name: str) -> None:
    if is_reserved(name):
        raise NameProblem(
            "That name could be taken for the people who run this place. Please choose another."
        )
    if is_alias_like(name):
        raise NameProblem("Names like that are given to people who post anonymously. Please choose another.")


_RESERVED_KEYS = frozenset(name_key(name) for name in _RESERVED_NAMES.split(","))
_RESERVED_WORD_KEYS = frozenset(name_key(word) for word in _RESERVED_WORDS.split())
_RESERVED_BEGINNING_KEYS = tuple(name_key(word) for word in _RESERVED_BEGINNINGS)
