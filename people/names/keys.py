"""Turn a name into the key it is compared by, so that names which look alike are the same name.

The look-alikes come from Unicode's own list, as shipped by confusable_homoglyphs. Its is_confusable()
answers "does anything look like this letter"; here we need one key per look, so the list is folded into a
table: every letter becomes the plain letter it can be taken for, first by its small form, then its capital.
"""

import unicodedata
from functools import cache

from confusable_homoglyphs import utils

KEY_MAX_LENGTH = 120
_READ_AT_MOST = 400
# Letters by Unicode's reckoning, yet nothing is drawn for them.
INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\u2800")
_PLAIN = str.maketrans({"i": "l", "1": "l", "0": "o"})
_GREEK_CAPITALS = str.maketrans("ΗΝΥ", "HNY")


def name_key(name: str) -> str:
    """Return the key of a name; two names with one key are one name. Works on any text, may be empty.

    Case, accents, look-alike letters (0 and o; 1, l and i; Cyrillic а and a), invisible characters, spaces
    and punctuation make no difference.
    """
    key = name[:_READ_AT_MOST]
    for _ in range(4):
        folded = _fold(key)
        if folded == key:
            break
        key = folded
    return key


def look_keys(name: str) -> set[str]:
    """Return every key this name could be taken for as it is drawn.

    Only Greek needs more than one: its ν is drawn like v, but its capital Ν like N.
    """
    return {
        name_key(name),
        name_key(name.translate(_GREEK_CAPITALS)),
        name_key(name[:_READ_AT_MOST].upper().translate(_GREEK_CAPITALS)),
    }


def is_letter_or_digit(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN" and character not in INVISIBLE


def is_accent(character: str) -> bool:
    """Tell an accent (é, Arabic and Hebrew vowel points) from a mark that makes another letter (Hindi, Thai)."""
    return unicodedata.combining(character) not in (0, 8, 9) or unicodedata.category(character) == "Me"


def _fold(text: str) -> str:
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = unicodedata.normalize("NFC", "".join(filter(_counts, spread)))
    plain = "".join(_plain(character) for character in kept).translate(_PLAIN)
    return plain.replace("rn", "m").replace("vv", "w")[:KEY_MAX_LENGTH]


def _counts(character: str) -> bool:
    if unicodedata.category(character)[0] == "M":
        return not is_accent(character) and not _is_variation(character) and character not in INVISIBLE
    return is_letter_or_digit(character)


def _is_variation(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _plain(character: str) -> str:
    if character.isascii():
        return character
    digit = unicodedata.digit(character, None)
    return str(digit) if digit is not None else _look_alikes().get(character, character)


@cache
def _look_alikes() -> dict[str, str]:
    """Return what each small letter folds to: plain Latin where it looks Latin, else the first of its group."""
    known: dict[str, list[dict[str, str]]] = utils.load("confusables.json")
    drawn_like: dict[str, list[str]] = {}
    for letter, others in known.items():  # right-to-left letters come wrapped in direction marks
        looks = (other["c"] for other in others)
        drawn_like.setdefault(letter.strip("\u200e"), []).extend(
            _bare(look) for look in looks if _is_plain(look)
        )
    small = sorted(letter for letter in drawn_like if _bare(letter) == letter and not letter.isascii())
    latin = {letter: plain for letter in small if (plain := _latin_look(letter, drawn_like))}
    return {**_groups([letter for letter in small if letter not in latin], drawn_like), **latin, "β": "b"}


def _bare(text: str) -> str:
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(character for character in spread if _counts(character))


def _is_plain(look: str) -> bool:
    """Leave out a letter drawn from another one and a mark (Arabic ث from ى), unless that is Latin (ł from l)."""
    return _bare(look).isascii() or not any(unicodedata.combining(character) for character in look)


def _latin_look(letter: str, drawn_like: dict[str, list[str]]) -> str | None:
    nearest = [letter, letter.upper()]
    further = [other for form in nearest for other in drawn_like.get(form, [])]
    for form in (*nearest, *further, *(other.upper() for other in further)):
        for look in drawn_like.get(form, []):
            if look and look.isascii():
                return look
    return None


def _groups(letters: list[str], drawn_like: dict[str, list[str]]) -> dict[str, str]:
    first: dict[str, str] = {}
    wanted = set(letters)
    for letter in letters:
        waiting = [letter]
        while waiting:
            member = waiting.pop()
            if member not in first and member in wanted:
                first[member] = letter
                waiting.extend(drawn_like.get(member, []))
    return {member: head for member, head in first.items() if member != head}
