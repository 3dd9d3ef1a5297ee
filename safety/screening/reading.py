"""Turn any text into sentences of plain words that still know where they stood in what was written.

Undoes what hides a word: look-alike letters, marks on letters, digits for letters, gaps, stars, long-drawn vowels.
Refuses nothing: broken text is read as far as it can be.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from safety.screening import spelling

HEAD, TAIL, WINDOW, WINDOWS = 12_000, 6_000, 400, 12
LONGEST_SENTENCE = 60
# Rough on purpose: they only choose which parts of a very long text are read.
WORTH_READING = re.compile(r"suicid|kill|\bdie\b|dead|cut myself|end my|goodbye|hurt|\bdm\b|@|http", re.I)

_WORD = re.compile(r"[\w$@]+(?:['*!|@$]+\w+)*")
_SPACED_OUT = re.compile(r"(?<![\w'])(?:\w(?:[ ._*-]|  )){2,}\w(?![\w'])")
_BREAK = re.compile(r"[.!?;\n\u2026\u061f\u06d4\u3002]")
_LOOK_ALIKES = str.maketrans(
    "асеорхуіјѕԁһӏкмтнвгпьαεικνορτυχβɡıⅼ",
    "aceopxyijsdhlkmthbrnbaeiknoptuxbgil",
)
_QUOTES = dict.fromkeys("\u2018\u2019\u02bc\u00b4`\uff07", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u00ab\u00bb", '"'
)
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": ""}


@dataclass(slots=True)
class Sentence:
    """Plain words side by side with where each stood in the text and whether it stood in quotation marks."""

    words: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    quoted: list[bool] = field(default_factory=list)

    def add(self, words: tuple[str, ...], start: int, end: int, quoted: bool) -> None:
        for word in words:
            self.words.append(word)
            self.spans.append((start, end))
            self.quoted.append(quoted)


def read(text: str) -> list[Sentence]:
    """Return the sentences of a text; of a very long one its beginning, its end and what stands out between."""
    sentences: list[Sentence] = []
    for start, part in _parts(text):
        plain, origin = _plain(part)
        sentences += _sentences(plain, origin, start)
    return sentences


def _parts(text: str) -> Iterator[tuple[int, str]]:
    if len(text) <= HEAD + TAIL:
        yield 0, text
        return
    yield 0, text[:HEAD]
    at, last = HEAD, len(text) - TAIL
    for _ in range(WINDOWS):
        found = WORTH_READING.search(text, at, last)
        if not found:
            break
        start = max(at, found.start() - WINDOW // 2)
        at = min(last, start + WINDOW)
        yield start, text[start:at]
    yield last, text[last:]


def _plain(text: str) -> tuple[str, list[int] | None]:
    """Return lower-case text in plain letters, and for each of its characters where it comes from."""
    if text.isascii():
        return text.lower(), None
    letters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        for letter in character.lower() if character < "\x80" else _plain_letters(character):
            letters.append(letter)
            origin.append(place)
    return "".join(letters), origin


@lru_cache(maxsize=8192)
def _plain_letters(character: str) -> str:
    if character in _QUOTES:
        return _QUOTES[character]
    if character in _ARABIC:
        return _ARABIC[character]
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me", "Cs", "Co", "Cn"}:
        return ""  # marks, invisible characters, halves of broken pairs
    if category == "So" or "\U0001f3fb" <= character <= "\U0001f3ff":
        return _name_of(character)
    plain = unicodedata.normalize("NFKD", character).lower()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.translate(_LOOK_ALIKES)


def _name_of(sign: str) -> str:
    """Return what a picture shows as one word; squared letters as letters, tints of skin as light or dark."""
    name = unicodedata.name(sign, "sign").lower()
    letter = re.search(r"latin capital letter ([a-z])$", name)
    if letter:
        return letter.group(1)
    if "regional indicator" in name:
        return " _flag "
    if "fitzpatrick" in name:
        return " _darkskin " if name.endswith(("5", "6")) else " "
    return f" _{re.sub(r'[^a-z]', '', name)} "


def _sentences(plain: str, origin: list[int] | None, shift: int) -> Iterator[Sentence]:
    plain = _close_gaps(plain)
    sentence, last = Sentence(), 0
    in_double = in_single = in_line = False
    for found in _WORD.finditer(plain):
        between = plain[last : found.start()]
        if between and between != " ":
            if '"' in between and between.count('"') % 2:
                in_double = not in_double
            if "'" in between:
                in_single = between.endswith("'") and (last == 0 or not between.startswith("'"))
            if "\n" in between:
                in_line = in_double = in_single = False
            if ">" in between:
                in_line = True
            if _BREAK.search(between):
                if sentence.words:
                    yield sentence
                sentence = Sentence()
        start, end = found.span()
        last = end
        place = (start, end) if origin is None else (origin[start], origin[end - 1] + 1)
        words = spelling.spelled_out(found.group())
        sentence.add(words, place[0] + shift, place[1] + shift, in_double or in_single or in_line)
        if len(sentence.words) >= LONGEST_SENTENCE:
            yield sentence
            sentence = Sentence()
    if sentence.words:
        yield sentence


def _close_gaps(plain: str) -> str:
    """Write “k i l l” as one word, padded so that every place stays where it was."""
    return _SPACED_OUT.sub(_joined, plain) if _SPACED_OUT.search(plain) else plain


def _joined(found: re.Match[str]) -> str:
    gapped = found.group()
    words = spelling.cut_apart(re.sub(r"[ ._*-]", "", gapped))
    if not words:
        return gapped
    return " ".join(words)[: len(gapped)].ljust(len(gapped))
