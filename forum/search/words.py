"""What somebody asks for, as plain words: no sign of theirs is ever an operator of a database."""

import re
from dataclasses import dataclass

from core.text import TextProblem, clean_line

LONGEST_QUERY = 1_000
MOST_TERMS = 8
LONGEST_PHRASE = 16

_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Asked:
    """Terms that must all be there, each a run of words in this order."""

    terms: tuple[tuple[str, ...], ...]
    open_ended: bool = False

    @property
    def words(self) -> list[str]:
        return [word for term in self.terms for word in term]


def read_query(text: str, *, open_ended: bool = False) -> Asked:
    """Return the words and "phrases in quotes" asked for; no terms when there is no word in the text.

    An open-ended query takes the last word as the beginning of one.
    """
    try:
        line = clean_line(text[:LONGEST_QUERY]).replace("“", '"').replace("”", '"')
    except TextProblem:
        return Asked(())
    pieces = (phrase or word for phrase, word in _PIECE.findall(line))
    terms = (tuple(_WORD.findall(piece)[:LONGEST_PHRASE]) for piece in pieces)
    return Asked(tuple(term for term in terms if term)[:MOST_TERMS], open_ended)
