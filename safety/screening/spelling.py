"""Words as they are meant: short forms written out, letters put back that were swapped, starred or drawn out."""

import re
from functools import lru_cache

from safety.screening.files import read_misspelt, read_spellings, watched_words

_SWAPS = str.maketrans("013457@$!|", "oieastasil")
_ODD = re.compile(r"[0-9*!|@$]")
_LETTER = re.compile(r"[a-z]")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_NEARLY_SUICIDE = re.compile(r"s[uo][iyae]{0,2}[csz]{1,2}[iyae]{0,2}d(?:[ea]|(a|e|le|il?)l)")
MOST_RUNS = 4
PLAINLY_HEAVY = 5
_SMALL = frozenset("i to me my is be it of in we do go so no or an am at on".split())
_HEAVY = frozenset(
    "kill killing die dead suicide suicidal myself hate life hang deserve deserves should disgusting vermin scum stupid"
    " worthless trash filth despise exterminated killed".split()
)
_PIECES = re.compile(r"_[a-z]+|[^\W\d_]+|\d+")


@lru_cache(maxsize=16_384)
def spelled_out(token: str) -> tuple[str, ...]:
    """Return the plain words one written token stands for; usually itself."""
    short = read_spellings().get(token)
    if short is not None:
        return short
    meant = read_misspelt().get(token)
    if meant is not None:
        return (meant,)
    if _ODD.search(token) and _LETTER.search(token):
        return _unmasked(token)
    if _DRAWN_OUT.search(token):
        token = _drawn_in(token)
        return read_spellings().get(token, (token,))
    if 4 < len(token) < 11 and token.startswith(("su", "so")) and token not in watched_words():
        nearly = _NEARLY_SUICIDE.fullmatch(token)
        if nearly:
            return ("suicidal",) if nearly.group(1) else ("suicide",)
    if len(token) > 8 and token.isalpha() and token not in watched_words():
        return _run_together(token)
    if "'" in token:
        return _without_apostrophe(token)
    return (token[:40],)


def cut_apart(letters: str) -> list[str]:
    """Return the watched words that letters run together spell, or nothing if they do not."""
    letters = letters.translate(_SWAPS)
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 14), end):
            before, word = best[start], letters[start:end]
            if before is not None and (word in watched_words() or word in _SMALL):
                candidate = [*before, word]
                current = best[end]
                if current is None or len(candidate) < len(current):
                    best[end] = candidate
    return best[-1] or []


def _unmasked(token: str) -> tuple[str, ...]:
    watched = watched_words()
    if "*" in token:
        pattern = re.compile(re.sub(r"\*+", "[a-z]{1,4}", re.sub(r"[^a-z*]", "", token)))
        hidden = [word for word in watched if abs(len(word) - len(token)) < 4 and pattern.fullmatch(word)]
        same = sorted(hidden, key=lambda word: (abs(len(word) - len(token)), word))
        return (same[0],) if same else _pieces(token)
    for swaps in (_SWAPS, str.maketrans("01345789@$!|", "olieastgbasi"[:12])):
        plain = token.translate(swaps)
        meant = read_spellings().get(plain)
        if meant:
            return meant
        if plain in watched:
            return (plain,)
    return _pieces(token)


def _pieces(token: str) -> tuple[str, ...]:
    pieces = tuple(piece[:40] for piece in _PIECES.findall(token))
    return pieces or (token[:40],)


def _drawn_in(token: str) -> str:
    """Return a drawn-out word with every drawn-out letter written once or twice, whichever makes a watched word."""
    single = _DRAWN_OUT.sub(r"\1", token)
    runs = len(_DRAWN_OUT.findall(token))
    if runs > MOST_RUNS or single in watched_words():
        return single
    parts = _DRAWN_OUT.split(token)  # what stands between, and each drawn-out letter
    for choice in range(1, 2**runs):
        letters = [
            part * (1 + (choice >> place // 2 & 1)) if place % 2 else part for place, part in enumerate(parts)
        ]
        if (word := "".join(letters)) in watched_words():
            return word
    return single


def _without_apostrophe(token: str) -> tuple[str, ...]:
    known = read_spellings().get(token.replace("'", ""))
    if known and len(known) > 1:
        return known
    if token.endswith("'s"):
        return (token[:-2],)
    return _pieces(token)


def _run_together(token: str) -> tuple[str, ...]:
    """Cut apart words written without gaps, only where that brings out a word worth noticing."""
    words = cut_apart(token) if len(token) <= 60 else []
    heaviest = max((len(word) for word in words if word in _HEAVY), default=0)
    fewest = 2 if heaviest >= PLAINLY_HEAVY else 3
    is_sensible = heaviest and fewest <= len(words) <= len(token) / 2.4
    return tuple(words) if is_sensible else (token[:40],)
