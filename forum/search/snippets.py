"""The words around what was found: plain, short, and never anything but text and <mark>."""

import re
import unicodedata

from markupsafe import Markup, escape

from core.text import words_of
from forum.search.words import Asked

LENGTH = 220
LEAD = 60

_ENDING = re.compile(r"(?:ings?|edly|ed|ies|ied|ily|iness|ness|es|ers?|ly|s|y|e)$")


def make_snippet(rendered: str, asked: Asked) -> Markup:
    """Return a piece of a post around the first word asked for, with those words marked."""
    text = " ".join(words_of(rendered).split())
    places = _places(text, asked)
    start, end = _window(text, places[0][0] if places else 0)
    return _marked(text, start, end, places)


def _places(text: str, asked: Asked) -> list[tuple[int, int]]:
    """Return where words stand that look like those asked for. Only likely ones are looked at closely."""
    roots = {_root(word) for word in asked.words}
    beginning = _plain(asked.words[-1]) if asked.open_ended else None
    starts = {word[: len(_root(word))] for word in asked.words} | roots
    likely = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(starts, reverse=True))})[^\W_]*", re.IGNORECASE)
    return [
        found.span()
        for found in likely.finditer(text)
        if _root(found[0]) in roots or (beginning and _plain(found[0]).startswith(beginning))
    ]


def _plain(word: str) -> str:
    """Return the word in small letters without accents, as both indexes see it."""
    split = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def _root(word: str) -> str:
    """Return a word without its English ending; enough to mark words, the index decides what is found."""
    plain = _plain(word)
    root = _ENDING.sub("", plain) if len(plain) > 3 else plain
    return root if len(root) > 2 else plain


def _window(text: str, first: int) -> tuple[int, int]:
    """Return where the piece starts and ends: whole words, and some of them before the first mark."""
    start = 0 if first <= LEAD else text.find(" ", first - LEAD, first) + 1 or first
    if len(text) - start <= LENGTH:
        return start, len(text)
    end = text.rfind(" ", start + LENGTH // 2, start + LENGTH)
    return start, end if end > start else start + LENGTH


def _marked(text: str, start: int, end: int, places: list[tuple[int, int]]) -> Markup:
    parts, at = [Markup("… ") if start else Markup()], start
    for first, last in places:
        if start <= first and last <= end:
            parts += [escape(text[at:first]), Markup("<mark>"), escape(text[first:last]), Markup("</mark>")]
            at = last
    return Markup().join([*parts, escape(text[at:end]), Markup(" …") if end < len(text) else Markup()])
