"""The words the product ships: none that harm, blame, promise or shout, in pages, messages or the demo.

Interface words are what templates, scripts and string literals in our Python say. The demo's words are what
its members write; they may shout for joy but never name a method.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.sources

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = sorted(
    path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "bench"}
)

HARMFUL = {
    "blames someone for dying": r"\bcommit(s|ted|ting)? suicide\b",
    "speaks of suicide as of an achievement": r"\b(un)?(success\w*|failed|completed) (suicide|attempt)",
    "names a method": r"\b(overdos\w+|noose|razors?|razor blades?|(cut|slit|slash)\w* (\w+ )?wrists?"
    r"|hang(ed|ing)? (my|your|him|her|them)sel\w+"
    r"|jump(ed|ing)? (off|from|in front)|carbon monoxide|bleach|poison(ed|ing)?|ligature|firearm|gun|rifle)\b",
    "gives numbers to compare oneself with": r"\b\d[\d.,]*\s?(kg|kgs|kilos|calories|kcal|lbs|bmi|mg)\b",
}
UNKIND = {
    "says user, where people are members": r"\busers?\b",
    "shouts": r"[A-Za-z)]!(?=[\s\"'<]|$)",
    "promises what nobody can": r"\b(we promise (you|that|to)|guarantee\w*|100 ?%"
    r"|(completely|totally|perfectly|always|fully) (safe|anonymous|private|confidential|secure)"
    r"|you('ll| will) feel better|everything will be)\b",
    "labels a person": r"\b(crazy|insane|junkie|addicts?|mentally ill|suffers? from|psycho)\b",
    "uses a pictogram": "[\U0001f300-\U0001faff\u2600-\u26ff\u2705\u274c]",
}
# Names of fields to hide, and words that screening passes over; never shown to anyone.
SAID_ABOUT_CODE = {"core/logs.py", "safety/screening/weights.py"}


def own_files(pattern: str) -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob(pattern)):
            if not {"tests", "migrations", "__pycache__", "vendor"} & set(path.parts):
                yield path


def words_of_template(source: str) -> Iterator[str]:
    """Yield what a reader can see or hear: text, spoken attributes, and the strings templates pass on."""
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.S)
    for expression in re.findall(r"\{[{%](.*?)[%}]\}", source, flags=re.S):
        yield from (
            text for _, text in re.findall(r"(['\"])(.*?)\1", expression) if " " in text or text.istitle()
        )
    source = re.sub(r"\{[{%].*?[%}]\}", " ", source, flags=re.S)
    yield from re.findall(r"(?:alt|title|placeholder|aria-label|content)=\"([^\"]*)\"", source)
    source = re.sub(r"<(script|style).*?</\1>", " ", source, flags=re.S)
    yield from (line.strip() for line in re.sub(r"<[^>]*>", "\n", source).splitlines() if line.strip())


def words_of_python(source: str) -> Iterator[str]:
    """Yield every string of more than one word that is not a docstring."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(node) for call in logging_calls(tree) for node in ast.walk(call)}
    for node in ast.walk(tree):
        text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and " " in text and id(node) not in silent:
            yield text


def logging_calls(tree: ast.AST) -> Iterator[ast.Call]:
    levels = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = getattr(node.func.value, "id", "")
        if node.func.attr in levels and owner in {"logger", "log", "logging"}:
            yield node


def words_of_script(source: str) -> Iterator[str]:
    source = re.sub(r"/\*.*?\*/|^\s*//.*$", "", source, flags=re.S | re.M)
    yield from (text for _, text in re.findall(r"(['\"`])((?:(?!\1)[^\\\n]|\\.)*)\1", source) if " " in text)


def words_of_data(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from words_of_data(part)
    elif isinstance(value, list):
        for part in value:
            yield from words_of_data(part)


def interface_words() -> Iterator[tuple[Path, str]]:
    readers = {"*.html": words_of_template, "*.py": words_of_python, "*.js": words_of_script}
    for pattern, read in readers.items():
        for path in own_files(pattern):
            if str(path.relative_to(ROOT)) not in SAID_ABOUT_CODE:
                for text in read(path.read_text()):
                    yield path, text


def demo_words() -> Iterator[tuple[Path, str]]:
    for path in own_files("*.jsonl"):
        for line in path.read_text().splitlines():
            for text in words_of_data(json.loads(line)):
                yield path, text


def complaints(words: Iterator[tuple[Path, str]], rules: dict[str, str]) -> list[str]:
    patterns = {reason: re.compile(pattern, re.I) for reason, pattern in rules.items()}
    return [
        f"{path.relative_to(ROOT)} {reason} ({found.group()!r}): {text.strip()[:90]!r}"
        for path, text in words
        for reason, pattern in patterns.items()
        if (found := pattern.search(text))
    ]


def test_the_interface_never_harms_or_blames() -> None:
    assert complaints(interface_words(), HARMFUL) == []


def test_the_interface_is_kind_and_promises_nothing() -> None:
    assert complaints(interface_words(), UNKIND) == []


def test_the_demo_never_harms_or_blames() -> None:
    assert complaints(demo_words(), HARMFUL) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>Welcome, new users</p>",
        '<button>{{ _("Post it now!") }}</button>',
        '<img alt="We promise to help">',
        "{% call c.notice() %}After a failed attempt{% endcall %}",
    ],
)
def test_these_checks_notice_a_bad_template(text: str) -> None:
    words = ((ROOT / "planted.html", word) for word in words_of_template(text))

    assert complaints(words, HARMFUL | UNKIND)


def test_these_checks_notice_a_bad_message_and_leave_docstrings_alone() -> None:
    source = '"""About the user."""\nraise ValueError("No such user here")\n'
    words = ((ROOT / "planted.py", word) for word in words_of_python(source))

    assert len(complaints(words, UNKIND)) == 1
