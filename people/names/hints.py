"""Noticing, gently, when a chosen name may say who somebody is. A hint never refuses anything."""

import re

from people.names.words import ALIAS_FIRST, ALIAS_SECOND, SUGGESTED_FIRST, SUGGESTED_SECOND

_EMAIL = re.compile(
    r"\S@\S|\b(?:at|@)\s+\w+\s+(?:dot|com|org|net)\b|\b(?:gmail|hotmail|outlook|yahoo|icloud)\b", re.I
)
_FULL_NAME = re.compile(r"[^\W\d_]['’]?[^\W\d_]+(?:[ -][^\W\d_]['’]?[^\W\d_]*){1,3}")
_DIGITS_OF_A_TELEPHONE_NUMBER = 7
_EVERYDAY_WORDS = """
    A After All Always And Another Away Bad Beach Bear Better Big Bird Black Blue Book Brave Broken Brown Cat Coffee
    Cold Dad Dancing Dark Day Dog Dream Fire Flower For Forest Free Friend From Girl Good Green Grey Guy Happy Heart
    Here Hidden Home Hope House In Just Lady Last Late Life Light Little Lonely Lost Love Mama Mother Mountain Mum
    My New Night No Not Ocean Of Old On One Orange Panda Person Pink Purple Rain Red Rose Running Sad Sea Second
    Shy Sky Small Snow Some Someone Song Soul Storm Sun Tea The Tired Traveller Tree Two Walking Water White Wild
    With Yellow Young
""".split()
_COMMON_WORDS = frozenset(
    word.casefold()
    for words in (ALIAS_FIRST, ALIAS_SECOND, SUGGESTED_FIRST, SUGGESTED_SECOND, _EVERYDAY_WORDS)
    for word in words
)


def identity_hint(name: str) -> str | None:
    """Return a sentence when a name looks like an address, a number or a full name; None when it does not."""
    name = name[:200].strip()
    if _EMAIL.search(name):
        return "That looks like an e-mail address. Here it is safer to be known by a name that leads nowhere else."
    if sum(character.isdigit() for character in name) >= _DIGITS_OF_A_TELEPHONE_NUMBER:
        return "That looks like a telephone number. Here it is safer to be known by a name that leads nowhere else."
    if _looks_like_a_full_name(name):
        return "That looks like a full name. If it is yours, people who know you could recognise you here."
    return None


def _looks_like_a_full_name(name: str) -> bool:
    if not _FULL_NAME.fullmatch(name):
        return False
    words = name.split()
    return (
        len(words) > 1
        and name == name.title()
        and not any(word.casefold() in _COMMON_WORDS for word in words)
    )
