"""Names of countries and languages, in the language of the page."""

import json
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from django.utils.translation import get_language

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def _names() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = json.loads((DATA / "names.json").read_text(encoding="utf-8"))
    return names


def country_name(code: str) -> str:
    """Return the name of a country, or "" for a code that is none."""
    english = _names()["countries"].get(code, "")
    return (english and _in_words("territories", code, _language())) or english


def language_name(tag: str) -> str:
    """Return the name of a language, or its tag where nobody knows one."""
    return _in_words("languages", tag, _language()) or _names()["languages"].get(tag, tag)


def _language() -> str:
    return get_language() or "en"


@lru_cache(maxsize=4096)
def _in_words(kind: str, code: str, language: str) -> str:
    """Return what the Unicode consortium's tables call it; nothing for English, whose names are our own."""
    if language.startswith("en"):
        return ""
    found = getattr(Locale.parse(language, sep="-"), kind).get(code.replace("-", "_"), "")
    return str(found)
