"""What people write, made safe to keep and to show.

Cleaning mends what it can without a word and refuses only what cannot be mended. Nothing here looks at
meaning.
"""

import html
import re
import unicodedata
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from core.links import host_of, mark_bare_links

MOST_MARKS = 8
MOST_DROPPED_MARKS = 1_000
LONGEST_MARKDOWN = 25_000
MOST_MARKUP = 3_000
DEEPEST_NESTING = 12


class TextProblem(ValueError):
    """Text that cannot be mended; the message is a plain sentence for the person who wrote it."""


def _character_class(*ranges: tuple[int, int]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


# Controls, lone surrogates, direction overrides and isolates, invisible operators, fillers and noncharacters:
# none of them is a word, and each can hide text, reverse it or break a database. Joiners and the direction
# marks stay, because Persian, Hindi, Arabic and many emoji need them. Classes are split at U+FFFF: the
# pattern compiler packs the first half into a table and walks the second as a list.
_DROPPED = _character_class(
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180E, 0x180E), (0x200B, 0x200B), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xD800, 0xDFFF), (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB),
    (0xFFFE, 0xFFFF),
)  # fmt: skip
_DROPPED_HIGH = _character_class(
    (0x1D173, 0x1D17A), (0xE0000, 0xE007F),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000)),
)  # fmt: skip
_HIGH = "(?=[\U00010000-\U0010ffff])"
# The flags of England, Scotland and Wales are a black flag followed by invisible letters; those may stay.
_FLAG = "\U0001f3f4[\U000e0061-\U000e007a]{3,6}\U000e007f"
_DROPPED_OR_FLAG = re.compile(f"[{_DROPPED}]+|{_HIGH}(?:({_FLAG})|[{_DROPPED_HIGH}])")
# Anything but the letters and signs of western languages, which need no mending.
_UNUSUAL = re.compile("[^\n\t -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINERS = "\u200c-\u200f\u061c"


def _marks(first: int, last: int) -> str:
    return "".join(chr(code) for code in range(first, last) if unicodedata.category(chr(code))[0] == "M")


_MARK = f"(?:[{_JOINERS}{_marks(0x300, 0xFFFF)}]|{_HIGH}[{_marks(0x10000, 0x1F000)}\U000e0100-\U000e01ef])"
_TOO_MANY_MARKS = re.compile(f"({_MARK}{{{MOST_MARKS}}}){_MARK}+")
_TOO_MANY_BLANK_LINES = re.compile(r"\n{5,}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return the text in one standard form, without what cannot be seen or would harm.

    Text with nothing visible in it is "".
    """
    text = str(text)
    if _UNUSUAL.search(text):
        text = _mend(text)
    text = "\n".join([line.rstrip() for line in text.split("\n")]).strip("\n")
    return _TOO_MANY_BLANK_LINES.sub("\n\n\n\n", text) if _is_visible(text) else ""


def clean_line(text: str) -> str:
    """Return the text as one clean line, its white space collapsed."""
    return " ".join(clean_text(text).split())


def storable(text: str) -> str:
    """Return the text as it was typed, less only what no database or page can hold."""
    return _UNSTORABLE.sub("", text)


def number_in(said: str | None) -> int:
    """Return the number of a row that a form or an address names, 0 for anything else; it fits into every database."""
    said = storable(said or "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0


def _mend(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    text = _DROPPED_OR_FLAG.sub(lambda found: found[1] or "", text)
    return _cut_marks(unicodedata.normalize("NFC", _cut_marks(text)))


def _cut_marks(text: str) -> str:
    """Leave at most MOST_MARKS marks on one letter; putting long runs in order would take quadratic time."""
    cut = _TOO_MANY_MARKS.sub(r"\1", text)
    if len(text) - len(cut) > MOST_DROPPED_MARKS:
        raise TextProblem(
            "There are far too many marks on single letters here. Please take some of them out."
        )
    return cut


def _is_visible(text: str) -> bool:
    return any(unicodedata.category(sign)[0] in "LNPS" and sign != "\u2800" for sign in text)


# ---- Markdown ----

_MARKUP = re.compile(r"[\[\]()*_`<>!&\\~]|^[ \t]*(?:[-+>]|\d+[.)])[ \t]?", re.MULTILINE)
_NESTING = re.compile(rf"^(?:[ \t]*(?:>|(?:[*+-]|\d{{1,9}}[.)])[ \t])){{{DEEPEST_NESTING},}}", re.MULTILINE)
# Most of what people write has no sign of Markdown in it, and needs no reading.
_MAY_BE_MARKDOWN = re.compile(
    r"[\[\]*_`<>&\\~\t\xa0\r\x00]|://|^[ \t]|^(?:[-+#=]|\d+[.)])|[^\S\n]$", re.MULTILINE
)
_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:p|li|pre|blockquote|ul|ol)>|<br>|<hr[^>]*>")

ALLOWED_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr"}
_BLOCKS = ["p", "ul", "ol", "li", "blockquote", "pre"]
ALLOWED_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    **{tag: {"dir"} for tag in _BLOCKS},
    "ol": {"dir", "start"},
    "a": {"href"},
}


class _Renderer(RendererHTML):
    """Draws headings as strong paragraphs: a page's headings belong to the page."""

    def heading_open(self, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
        return '<p dir="auto"><strong>'

    def heading_close(self, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
        return "</strong></p>\n"

    def fence(self, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
        return f'<pre dir="auto"><code>{html.escape(tokens[index].content)}</code></pre>\n'


def _set_direction(state: object) -> None:
    for token in state.tokens:  # type: ignore[attr-defined]
        if token.nesting == 1 and token.tag in _BLOCKS:
            token.attrSet("dir", "auto")


def _markdown() -> MarkdownIt:
    reader = MarkdownIt(
        "commonmark",
        {"html": False, "breaks": True, "maxNesting": DEEPEST_NESTING + 8},
        renderer_cls=_Renderer,
    )
    reader.disable(["html_block", "html_inline", "image", "lheading", "code", "reference"])
    reader.validateLink = lambda url: bool(host_of(url))  # type: ignore[method-assign]
    reader.core.ruler.push("links", mark_bare_links)
    reader.core.ruler.push("direction", _set_direction)
    return reader


_READER = _markdown()


def render_markdown(text: str) -> str:
    """Return safe HTML for a small Markdown: emphasis, lists, quotes, code and links; line breaks stay.

    Text that is mostly signs is shown as it was typed: reading it as Markdown could take very long.
    """
    if not _MAY_BE_MARKDOWN.search(text):
        return _as_typed(text)
    drawn = _as_typed(text) if _is_mostly_signs(text) else _READER.render(text)
    return nh3.clean(
        drawn,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="nofollow noreferrer noopener",
    ).strip()


def plain_text(text: str) -> str:
    """Return the words of a Markdown text without its signs."""
    return words_of(render_markdown(text))


def words_of(rendered: str) -> str:
    """Return the words of HTML made by render_markdown, lines kept."""
    lines = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", rendered))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _is_mostly_signs(text: str) -> bool:
    if len(text) > LONGEST_MARKDOWN or _NESTING.search(text):
        return True
    return sum(1 for _ in zip(_MARKUP.finditer(text), range(MOST_MARKUP + 1), strict=False)) > MOST_MARKUP


def _as_typed(text: str) -> str:
    paragraphs = (html.escape(part, quote=False) for part in re.split(r"\n{2,}", text.strip("\n")) if part)
    lines = (part.replace("\n", "<br>\n") for part in paragraphs)
    return "\n".join(f'<p dir="auto">{part}</p>' for part in lines)
