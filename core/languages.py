"""The languages pages can be had in, and how words of another direction stand in their sentences."""

import re
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS
from markupsafe import Markup

from core.memory import Memory
from core.queries import get_community

_default = Memory(1, seconds=30)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_FIRST_STRONG, _END = "\u2068", "\u2069"


def is_spoken(language: str) -> bool:
    """Tell whether pages can be had in this language."""
    return any(language == code for code, _ in settings.LANGUAGES)


def default_language() -> str:
    """Return the operator's choice, remembered for half a minute; English when even the database is silent."""
    language: str | None = _default.get("")
    if language is None:
        try:
            language = get_community().language
        except Exception:  # an error page must come all the same
            return str(settings.LANGUAGE_CODE)
        _default.put("", language)
    return language


def forget_default() -> None:
    """Let this process ask again what the operator chose."""
    _default.clear()


def isolated(words: object) -> str:
    """Return somebody's words or a name for use inside a sentence, so that neither disturbs the other's order.

    Signs nobody sees (first strong isolate) are put around it only where the directions may differ.
    """
    text = words if isinstance(words, Markup) else str(words)
    if not text or not (translation.get_language_bidi() or _RIGHT_TO_LEFT.search(text)):
        return text
    return _FIRST_STRONG + text + _END  # what was markup stays it: its own operators see to that


def join_words(words: list[str]) -> str:
    """Return a list as people say it: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return translation.gettext("%(several)s and %(last)s") % {
        "several": translation.pgettext("between the parts of a list", ", ").join(words[:-1]),
        "last": words[-1],
    }


def date_words(day: date) -> str:
    """Return a day as the page's language writes it, with digits that look alike in all of them."""
    return translation.gettext("%(day)s %(month)s %(year)s") % {
        "day": day.day,
        "month": MONTHS[day.month],
        "year": day.year,
    }
