"""House rules that can be read off the source files: where addresses lead, what is logged, how files are named."""

import ast
import re
from pathlib import Path

import pytest

from tests.test_words import logging_calls, own_files

pytestmark = pytest.mark.sources

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = re.compile(r"(?:https?:|['\"(=]\s*)//(?!www\.w3\.org/)[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.I)
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}
PRIVATE = {
    "body",
    "name",
    "title",
    "html",
    "text",
    "words",
    "about",
    "passphrase",
    "password",
    "alias",
    "query",
}


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("pattern", ["*.html", "*.js", "*.css", "*.svg"])
def test_pages_scripts_and_styles_name_no_outside_host(pattern: str) -> None:
    found = [
        f"{short(path)}: {hit.group()}"
        for path in own_files(pattern)
        for hit in OUTSIDE.finditer(path.read_text())
    ]

    assert found == []


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        short(path)
        for path in own_files("*.py")
        if path.name != "apps.py"
        and path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_modules_are_named_for_what_they_do() -> None:
    assert [short(path) for path in own_files("*") if path.stem in EMPTY_NAMES] == []


def test_logs_take_no_words_and_no_names() -> None:
    loud = [
        f"{short(path)}:{call.lineno} logs {what}"
        for path in own_files("*.py")
        for call in logging_calls(ast.parse(path.read_text()))
        for what in private_parts(call)
    ]

    assert loud == []


def private_parts(call: ast.Call) -> set[str]:
    """Return what a logging call would write that somebody wrote or is called; the level's own words are fine."""
    if call.args and isinstance(call.args[0], ast.JoinedStr):
        return {"an f-string, which hides what goes in"}
    found = set()
    for argument in [*call.args[1:], *(keyword.value for keyword in call.keywords)]:
        for node in ast.walk(argument):
            if isinstance(node, ast.Attribute) and node.attr in PRIVATE:
                found.add(f".{node.attr}")
            elif isinstance(node, ast.Name) and node.id in PRIVATE:
                found.add(node.id)
    return found


def test_unfinished_work_has_an_issue_number() -> None:
    loose = [
        f"{short(path)}: {line.strip()}"
        for pattern in ("*.py", "*.js", "*.css", "*.html")
        for path in own_files(pattern)
        for line in path.read_text().splitlines()
        if re.search(r"\b(TODO|FIXME|XXX)\b(?!.*#\d)", line)
    ]

    assert loose == []


def test_no_file_is_too_long_to_read_in_one_sitting() -> None:
    long = [f"{short(path)}: {len(path.read_text().splitlines())}" for path in own_files("*.py")]

    assert [entry for entry in long if int(entry.rpartition(": ")[2]) > 400] == []
