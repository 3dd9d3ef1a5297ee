"""Words on their way in and out: what is mended, what is refused, what can never get through."""

import html
import re
import time
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.links import out_address
from core.text import (
    ALLOWED_TAGS,
    TextProblem,
    clean_line,
    clean_text,
    number_in,
    plain_text,
    render_markdown,
    storable,
)

pytestmark = pytest.mark.once

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
MARKUP = st.lists(
    st.sampled_from(
        ["*", "_", "**", "`", "```\n", "[", "](", ")", "<", ">", "> ", "- ", "1. ", "# ", "!", "&lt;", "\n",
         "\n\n",
         "    ", "\t", "---\n", "\\", "http://a.example/", "javascript:alert(1)", "data:text/html,x",
         "<script>",
         "<img src=x onerror=alert(1)>", "' onload='", '" onclick="', "word", "سلام",
         "e\u0301", "|a|b|\n|-|-|\n"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


# ---- cleaning ----


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two   words ", "  two   words"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\n\n\n\n\n\n\nb", "a\n\n\n\nb"),
        ("\n\nwords\n\n", "words"),
        ("a \nb\t\n", "a\nb"),
        ("nul\x00 bell\x07 del\x7f", "nul bell del"),
        ("sur\ud800rogate", "surrogate"),
        ("\u202eright to left", "right to left"),
        ("\u2066isolated\u2069", "isolated"),
        ("so\u00adft zero\u200bwidth\ufeff", "soft zerowidth"),
        ("cafe\u0301", "café"),
        ("not\ufffea\U0001ffffcharacter", "notacharacter"),
    ],
)
def test_text_is_mended(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@pytest.mark.parametrize(
    "words",
    [
        "Füße, naïve, 中文, にほんご, 한국어, ไทยนี้, हिन्दी क्षेत्र, தமிழ், עִבְרִית, العربيّة",
        "می\u200cخواهم",  # Persian needs its joiner
        "👩\u200d👩\u200d👧 🏳\ufe0f\u200d🌈 👍🏽",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # the flag of Scotland
        "\u200fשלום\u200e",
    ],
)
def test_every_languages_words_survive(words: str) -> None:
    assert clean_text(words) == unicodedata.normalize("NFC", words)


@pytest.mark.parametrize(
    "typed", ["", " \n\t ", "\u200b\u200b", "\u2800\u2800", "\u3164", "\u0301\u0301", "\u200d"]
)
def test_text_that_cannot_be_seen_is_empty(typed: str) -> None:
    assert clean_text(typed) == ""
    assert clean_line(typed) == ""


def test_a_line_has_one_line() -> None:
    assert clean_line(" a \n\n b\tc\u00a0 d ") == "a b c d"


def test_a_few_marks_too_many_are_dropped() -> None:
    assert clean_text("e" + "\u0316" * 30 + " x") == "e" + "\u0316" * 8 + " x"


@pytest.mark.parametrize("pile", ["\u0301" * 100_000, "\u0301\u0323" * 50_000, "\u0301\u200d" * 50_000])
def test_a_hundred_thousand_marks_are_refused_at_once(pile: str) -> None:
    started = time.process_time()

    with pytest.raises(TextProblem, match="far too many marks"):
        clean_text("e" + pile)

    assert time.process_time() - started < 1


def test_a_megabyte_is_cleaned_quickly() -> None:
    started = time.process_time()

    for typed in (
        "word " * 200_000,
        " " * 1_000_000,
        "\n" * 1_000_000,
        "ü😀 " * 300_000,
        "\u202e" * 1_000_000,
    ):
        clean_text(typed)

    assert time.process_time() - started < 10


def test_storable_text_is_as_typed() -> None:
    assert storable("a\x00\ud800 \u202eb ") == "a \u202eb "


@given(ANY_TEXT)
@example("e" + "\u0301" * 9 + "\u0323" * 9)
@example("\u1100" + "\u0301" * 9 + "\u1161")
@example("\r\n\x85\u2028 \u200d")
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    for clean in (clean_text, clean_line):
        once = clean(typed)

        assert clean(once) == once


FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff\ufeff]"
)


@given(ANY_TEXT)
def test_nothing_forbidden_is_left(typed: str) -> None:
    kept = clean_text(typed)

    assert not FORBIDDEN.search(kept)
    assert unicodedata.is_normalized("NFC", kept)
    assert "\n" not in clean_line(typed)
    kept.encode()


@given(st.text(st.sampled_from("e\u0301\u0323\u0316\u200d\u0e49a\ufe0f"), max_size=3_000))
def test_marks_never_pile_up(typed: str) -> None:
    try:
        kept = clean_text(typed)
    except TextProblem:
        return

    assert not re.search("[\u0301\u0323\u0316\u200d\u0e49\ufe0f]{9}", kept)


@given(st.lists(st.text("aeioubcdfgäöüß", min_size=1, max_size=9), min_size=1, max_size=30))
def test_plain_words_survive_everything(words: list[str]) -> None:
    text = " ".join(unicodedata.normalize("NFC", word) for word in words)

    assert clean_text(text) == text
    assert plain_text(text) == text


# ---- Markdown ----


class Wall(HTMLParser):
    """Fails on any tag, attribute or address that is not on the list."""

    attributes = frozenset({"dir", "start", "href", "rel"})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS, tag
        for name, value in attrs:
            assert name in self.attributes, name
            if name == "href":
                assert re.match(r"/out/\?to=https?%3A%2F%2F[^&]+&key=[\w-]+$", value or "", re.I), value
            if name == "dir":
                assert value == "auto"
        if tag == "a":
            assert dict(attrs)["rel"] == "nofollow noreferrer noopener"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def check_wall(rendered: str) -> None:
    wall = Wall(convert_charrefs=True)
    wall.feed(rendered)
    wall.close()


@given(st.one_of(MARKUP, ANY_TEXT))
@example("<script>alert(1)</script>")
@example("[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](data:text/html,1) <javascript:alert(1)>")
@example('[x](http://a.example/"onmouseover="alert(1))')
@example("![x](http://a.example/x.png)")
@example("[x]: http://a.example\n\n[x]")
@example("http://a.example/<script>")
@example("http://[::1/ http://a@b@c/ https://")
def test_rendered_words_hold_nothing_but_the_allowed(typed: str) -> None:
    check_wall(render_markdown(typed))
    check_wall(render_markdown(clean_text(typed)))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*a* **b**", '<p dir="auto"><em>a</em> <strong>b</strong></p>'),
        ("a\nb", '<p dir="auto">a<br>\nb</p>'),
        ("`x < y`", '<p dir="auto"><code>x &lt; y</code></p>'),
        ("# Title", '<p dir="auto"><strong>Title</strong></p>'),
        ("Title\n===", '<p dir="auto">Title<br>\n===</p>'),
        ("    a poem\n    of two lines", '<p dir="auto">a poem<br>\nof two lines</p>'),
        ("<b>x</b>", '<p dir="auto">&lt;b&gt;x&lt;/b&gt;</p>'),
        ("> a", '<blockquote dir="auto">\n<p dir="auto">a</p>\n</blockquote>'),
        ("3. a", '<ol dir="auto" start="3">\n<li dir="auto">a</li>\n</ol>'),
        ("|a|b|\n|-|-|", '<p dir="auto">|a|b|<br>\n|-|-|</p>'),
        ("```html\n<p>\n```", '<pre dir="auto"><code>&lt;p&gt;\n</code></pre>'),
    ],
)
def test_a_small_markdown(typed: str, shown: str) -> None:
    found = render_markdown(typed)

    assert found == shown or sorted(found) == sorted(shown)


def link(address: str, words: str) -> str:
    return f'<a href="{html.escape(out_address(address))}" rel="nofollow noreferrer noopener">{words}</a>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[a walk](https://park.example/map)", link("https://park.example/map", "a walk (park.example)")),
        ("[bank.example](http://evil.example)", link("http://evil.example", "bank.example (evil.example)")),
        (
            "[https://bank.example](https://evil.example)",
            link("https://evil.example", "https://bank.example (evil.example)"),
        ),
        (
            "https://park.example/a_b_c.",
            link("https://park.example/a_b_c", "https://park.example/a_b_c") + ".",
        ),
        (
            "http://bank.example@evil.example/",
            link("http://bank.example@evil.example/", "http://bank.example@evil.example/ (evil.example)"),
        ),
        ("http://evil.example\\@bank.example", None),
    ],
)
def test_a_link_says_where_it_leads(typed: str, shown: str | None) -> None:
    found = render_markdown(typed)

    check_wall(found)
    assert shown is None or found == f'<p dir="auto">{shown}</p>'


@pytest.mark.parametrize(
    "unit",
    ["[", "[[", "](", "[a](", "> ", ">", "* ", "*", "*a_ ", "**a *", "`a``", "![[]()", "<", "- ", "1) ", "&",
     "\\", "a\n", "> a\n", "- a\n", "  - a\n", "http://a.b ", "http://", "_a", "\t", "~~~\n", "<a ", "[](<",
     "!", "(", "<!--", "]["],
)  # fmt: skip
@pytest.mark.parametrize("size", [3_000, 40_000, 100_000])
def test_hostile_markup_takes_no_time(unit: str, size: int) -> None:
    typed = (unit * size)[:size]
    started = time.process_time()

    render_markdown(typed)

    assert time.process_time() - started < 0.5


def test_text_that_is_mostly_signs_is_shown_as_typed() -> None:
    typed = "[" * 10_000 + "\n\nwords <b>"

    assert html.unescape(re.sub("<[^>]+>", "", render_markdown(typed))) == typed.replace("\n\n", "\n")


def test_plain_text_is_the_words_alone() -> None:
    typed = "# Hello\n\n> **dear** you\n\n- one & two\n- `three`\n\n[four](http://a.example)"

    assert plain_text(typed) == "Hello\ndear you\none & two\nthree\nfour (a.example)"


PLAIN = "ab é.,;:!?'\"()-+#1.=/|{}@%$^…“”\n"


@given(st.text(PLAIN, max_size=60))
@example("1) a")
@example("a\n\n\nb\n- c")
@example('say "so"')
def test_text_without_signs_is_drawn_the_same_way_without_reading_it(typed: str) -> None:
    typed = clean_text(typed)

    tail = '<p dir="auto">~</p>'
    assert render_markdown(typed) == render_markdown(f"{typed}\n\n~").removesuffix(tail).strip()


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("7", 7),
        ("0042", 42),
        ("1234567890", 1_234_567_890),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, 0),  # larger than any database holds
        ("9" * 5_000, 0),
        ("٣٤", 0),
        ("１２", 0),
        ("²", 0),
        ("-1", 0),
        ("+1", 0),
        ("1.0", 0),
        ("1e3", 0),
        ("1_000", 0),
        (" 1", 0),
        ("1 ", 0),
        ("1\n", 0),
        ("\ud800", 0),
        ("1\x00", 1),
        ("", 0),
        (None, 0),
    ],
)
def test_the_number_of_a_row_is_plain_digits_or_none(said: str | None, number: int) -> None:
    assert number_in(said) == number
