"""Find what the rule files look for, sentence by sentence, and where it stood in the text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from safety.screening.files import read_rules, read_terms
from safety.screening.reading import Sentence

_SHORT = re.compile(r"\{(\w+)\}")
MOST_OF_A_KIND = 4
GROUP = "_group"
THEY = frozenset({"they", "them"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One signal: its kind and the words of one sentence that show it."""

    kind: str
    sentence: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of signal: near which words or after which other kinds to look, and for what."""

    name: str
    near: frozenset[str]
    after: frozenset[str]
    pattern: re.Pattern[str]


@cache
def kinds_of(file: str) -> tuple[Kind, ...]:
    """Return the kinds of one rule file, compiled."""
    rules = dict(read_rules(file))
    short = dict(rules.pop("short", {})) | _terms_as_patterns()
    is_together = rules.pop("together", False)
    common = frozenset(rules.pop("common", "").split())
    kinds = [_kind(name, rule, short) for name, rule in rules.items()]
    if not is_together:
        return tuple(kinds)
    gate = frozenset[str]().union(*(kind.near for kind in kinds if not rules[kind.name].get("alone")))
    return tuple(
        kind if rules[kind.name].get("alone") else replace(kind, near=gate - common) for kind in kinds
    )


def _terms_as_patterns() -> dict[str, str]:
    return {
        f"t_{kind}": "(?:" + "|".join(sorted(terms, key=len, reverse=True)) + ")"
        for kind, terms in read_terms().items()
    }


def _kind(name: str, rule: dict[str, Any], short: dict[str, str]) -> Kind:
    find = rule["find"]
    pattern = re.compile("|".join(f"(?:{_written_out(one, short)})" for one in find))
    near = _written_out(
        str(rule.get("near", "")), {key: value[3:-1].replace("|", " ") for key, value in short.items()}
    )
    after = rule.get("after", [])
    return Kind(name, frozenset(near.split()), frozenset(after), pattern)


def _written_out(pattern: str, short: dict[str, str]) -> str:
    for _ in range(4):
        written = _SHORT.sub(lambda found: short.get(found.group(1), found.group()), pattern)
        if written == pattern:
            break
        pattern = written
    return pattern


def find_hits(sentences: Iterable[Sentence], file: str) -> list[Hit]:
    """Return every signal of one rule file, in the order of the text."""
    found: list[Hit] = []
    was_named = False
    for number, sentence in enumerate(sentences):
        words = _with_group(sentence.words) if was_named else sentence.words
        here = list(_in_words(words, number, file))
        was_named = any(hit.kind == "named" for hit in here)
        found += here
    return found


def _with_group(words: list[str]) -> list[str]:
    """Return words after a sentence that names a group of people: “they” are that group."""
    return [GROUP if word in THEY else word for word in words]


def _in_words(words: list[str], number: int, file: str) -> Iterator[Hit]:
    present = set(words)
    line = ""
    seen: set[str] = set()
    starts: list[int] = []
    for kind in kinds_of(file):
        if (kind.near and kind.near.isdisjoint(present)) or (kind.after and kind.after.isdisjoint(seen)):
            continue
        if not line:
            line = " ".join(words)
            at = 0
            for word in words:
                starts.append(at)
                at += len(word) + 1
        for count, found in enumerate(kind.pattern.finditer(line)):
            if count >= MOST_OF_A_KIND or found.end() == found.start():
                break
            first = bisect_right(starts, found.start()) - 1
            last = bisect_right(starts, max(found.start(), found.end() - 1)) - 1
            seen.add(kind.name)
            yield Hit(kind.name, number, first, last)
