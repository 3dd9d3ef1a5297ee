"""Finding the name of somebody who left in what others wrote, without taking ordinary words for it.

A name is one or several words. Where it was written to somebody ("Thank you, Hope", "@Hope") it is a name; at the
beginning of a sentence ("Hope you are well") it may be a word like any other and stays, unless the sign after it
says that somebody is spoken to.
"""

import re

from django.utils.translation import gettext as _

from people.names import name_key

MOST_WORDS = 4
WORD = re.compile(r"[^\W_](?:[\w'’-]*\w)?")
BETWEEN = re.compile(r"[ \t.\u00a0]+")
SPOKEN_TO = re.compile(r"\s*[,!?:;.\n—–-]|'s\b|’s\b|\s*$")


def without_names(text: str, keys: set[str], *, is_near: bool, as_shown: str = "") -> str:
    """Return the text with the names of these keys replaced.

    `is_near`: the text stands in a thread in which the person wrote under the name. Elsewhere only what can be
    nobody else is replaced: a name of several words, one with a number, or one after an "at" sign. In small letters
    it is only looked for as it was `as_shown`.
    """
    found: list[tuple[int, int]] = []
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        end = _name_at(text, words, at, keys, is_near, as_shown)
        if end is None:
            at += 1
        else:
            start = words[at].start()
            found.append((start - (text[start - 1 : start] == "@"), words[end].end()))
            at = end + 1
    for start, stop in reversed(found):
        text = f"{text[:start]}{_('somebody who left')}{text[stop:]}"
    return text


def _name_at(
    text: str, words: list[re.Match[str]], at: int, keys: set[str], is_near: bool, as_shown: str
) -> int | None:
    """Return the index of the last word of a name that begins here, None where none does."""
    first = words[at]
    is_called = text[first.start() - 1 : first.start()] == "@"
    in_small_letters = first[0][0].islower() and not is_called
    if in_small_letters and not as_shown[:1].islower():
        return None
    for end in range(min(at + MOST_WORDS, len(words)) - 1, at - 1, -1):
        between = (
            text[a.end() : b.start()] for a, b in zip(words[at:end], words[at + 1 : end + 1], strict=True)
        )
        if not all(BETWEEN.fullmatch(gap) for gap in between):
            continue
        said = text[first.start() : words[end].end()]
        if in_small_letters and said.removesuffix("'s").removesuffix("’s") != as_shown:
            continue
        if _key(said) in keys and (is_called or _is_surely_a_name(text, first, words[end], said, is_near)):
            return end
        bare = re.sub(r"['’]s$", "", said)
        if bare != said and _key(bare) in keys and is_near:
            return end
    return None


def _is_surely_a_name(text: str, first: re.Match[str], last: re.Match[str], said: str, is_near: bool) -> bool:
    if re.search(r"[\s\d]", said):
        return True
    if not is_near:
        return False
    before = text[: first.start()].rstrip(" \t\"'“”‘’(*_>")
    begins_sentence = not before or before[-1] in ".!?:\n…"
    return not begins_sentence or bool(SPOKEN_TO.match(text, last.end()))


def _key(said: str) -> str:
    return name_key(said[:80])
