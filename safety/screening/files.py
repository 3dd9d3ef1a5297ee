"""Reads the files beside this package once: rules, spellings, terms. Data only, nothing from anywhere else."""

import base64
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
SHORT = 4


@cache
def read_rules(name: str) -> dict[str, Any]:
    """Return one file of rules."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def read_terms() -> dict[str, list[str]]:
    """Return words that wound and words for means, by kind; encoded, so that nobody meets them unprepared."""
    return dict(json.loads(base64.b64decode((DATA / "terms.b64").read_text())))


@cache
def read_spellings() -> dict[str, tuple[str, ...]]:
    """Return short and disguised forms with the words they stand for."""
    return {short: tuple(words.split()) for short, words in read_rules("spellings")["words"].items()}


@cache
def read_misspelt() -> dict[str, str]:
    """Return watched words with two letters swapped or one left out (never the first), and what was meant."""
    lists = read_rules("spellings")["misspelt"]
    taken = watched_words() | read_spellings().keys() | set(lists["real"].split())
    meant = {slip: word for word in reversed(lists["words"].split()) for slip in _slips_of(word)}
    return {slip: word for slip, word in meant.items() if slip not in taken}


def _slips_of(word: str) -> set[str]:
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    short = {word[:at] + word[at + 1 :] for at in range(1, len(word))} if len(word) > SHORT else set()
    return swapped | short


@cache
def watched_words() -> frozenset[str]:
    """Return every word some rule looks for: what disguised spellings are compared with."""
    words: set[str] = set()
    for kind in rule_names():
        for rule in read_rules(kind).values():
            words.update(re.findall(r"[a-z]{3,}", " ".join(_patterns_of(rule))))
    for terms in read_terms().values():
        words.update(re.findall(r"[a-z]{3,}", " ".join(terms)))
    return frozenset(words)


def _patterns_of(rule: Any) -> list[str]:
    if not isinstance(rule, dict):
        return []
    return list(rule.get("find") or map(str, rule.values()))


@cache
def rule_names() -> tuple[str, ...]:
    """Return the names of the files that hold English rules."""
    return ("crisis", "hate", "others")
