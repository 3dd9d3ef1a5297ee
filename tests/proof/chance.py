"""What differs on every answer, whatever was asked for: drawn by chance, or told by the clock. It tells of nobody."""

import re

_CHANGING = re.compile(
    r"""name="(?:csrfmiddlewaretoken|nonce|until)" value="[^"]*"|\bnonce="[^"]*"|'nonce-[^']*'|data-after="[^"]*\""""
    r"""|csrftoken=\w+|expires=[^;\n]*|Expires: .*"""
)


def without_chance(text: str) -> str:
    """Return the head or the page of an answer without what would differ if it were asked for again."""
    return _CHANGING.sub("", text)
