"""Every template of every app: it parses, keeps the security policy, and links nowhere of its own."""

import re
from pathlib import Path

import pytest
from django.template import engines

pytestmark = pytest.mark.sources

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
# Rendered and cleaned by core.text when they were written; nothing else may skip the escaping.
MAY_BE_SAFE = {"post.html", "update.html", "conflict.html", "agreement.html"}


def each_template(function):
    return pytest.mark.parametrize(
        "path", TEMPLATES, ids=[str(path.relative_to(ROOT)) for path in TEMPLATES]
    )(function)


def without_comments(path: Path) -> str:
    return re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)


@each_template
def test_it_parses(path):
    engines.all()[0].env.parse(path.read_text())


@each_template
def test_it_has_no_script_or_style_of_its_own(path):
    source = without_comments(path)

    assert "<script" not in source, "{{ script(...) }} gives a script its nonce"
    assert not re.search(r"<style\b", source)
    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source)
    assert not re.search(r"javascript:", source, re.I)
    assert not re.search(r"\bhx-on|\bhx-vals\s*=\s*[\"']js:", source)


@each_template
def test_it_asks_no_other_host_for_anything(path):
    addresses = re.findall(r"(?:https?:)?//[^\s\"'<>]+", without_comments(path))

    assert [address for address in addresses if not address.startswith("http://www.w3.org/2000/svg")] == []


@each_template
def test_only_cleaned_words_are_marked_safe(path):
    marked = re.findall(r"([\w.]+)\s*\|\s*safe\b", without_comments(path))

    assert [name for name in marked if name not in MAY_BE_SAFE] == []
    assert "autoescape false" not in without_comments(path)


@each_template
def test_every_form_that_posts_carries_its_token(path):
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", without_comments(path), re.S | re.I):
        if 'action="/language/"' in form:
            continue  # shared by everybody's pages and by error pages; people.views.language says why it may
        assert "csrf_input" in form or "csrfmiddlewaretoken" in form
