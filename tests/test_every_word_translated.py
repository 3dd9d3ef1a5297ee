"""Every word of ours on every page comes through the catalogue; none is written into the code in English alone.

Sentences are marked as they are looked up, every page is drawn, and whatever stands there without a mark must be
something a person wrote.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.dates import MONTHS

from core.memory import forget_everything
from people.defaults import TOPICS
from people.names.words import ALIAS_FIRST, ALIAS_SECOND, SUGGESTED_FIRST, SUGGESTED_SECOND
from safety.helplines import all_countries
from tests.test_permissions import ADDRESSES, World, arguments_of

pytestmark = pytest.mark.once

BEGIN, END = "\ue000", "\ue001"  # private signs, which no sentence has
SPOKEN = {"alt", "title", "placeholder", "aria-label"}
# What people wrote in the world of tests/test_permissions.py, and names that are the same in every language.
WRITTEN = set(
    """
Asha Ben Chen Dana Mo Olu Grief grief For loss Evenings Long Still window Hearthside UTC
Some words title Kitchen table
English Español العربية
""".split()
)
WRITTEN |= {str(month) for month in MONTHS.values()}
WRITTEN |= {*ALIAS_FIRST, *ALIAS_SECOND, *SUGGESTED_FIRST, *SUGGESTED_SECOND}
WRITTEN |= {word for slug, name in TOPICS for word in re.findall(r"\w+", name)}  # as the operator edits them
# Names of services are theirs; names of countries come from tables, not from the catalogue.
for country in all_countries().values():
    for name in (country.name, *(name for line in country.lines for name in (line.name, line.local_name))):
        WRITTEN |= set(re.findall(r"[^\W\d_]+", name))
# What is chosen from long lists has its names from elsewhere, and what stands in a box is somebody's. What a
# program writes is the same in every language.
UNREAD = ({"script"}, {"style"}, {"code"}, {"textarea"}, {"select", "country"}, {"select", "id_time_zone"})


NOT_FOR_READERS = {"styleguide", "styleguide_error", "healthz"}


class Words(HTMLParser):
    """Collects what a page says: text, and attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unread = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._unread and any(signs <= {tag, dict(attrs).get("id")} for signs in UNREAD):
            self._unread = tag
        for name, value in attrs:
            if value and (name in SPOKEN or (name.startswith("data-") and " " in value)):
                self.found.append(said(value))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.found.append(said(data))


def said(text: str) -> str:
    """Return what a script may say, of words that stand in a page for it, or the text as it is."""
    if not text.lstrip().startswith("{"):
        return text
    return "\n".join(str(words) for words in json.loads(text).values())


def unmarked(html: str, written: set[str]) -> Iterator[str]:
    """Yield words of a page that came through no catalogue and that nobody wrote."""
    reader = Words()
    reader.feed(html)
    text = "\n".join(reader.found)
    while (shorter := re.sub(f"{BEGIN}[^{BEGIN}{END}]*{END}", " ", text)) != text:
        text = shorter
    for word in re.findall(r"[^\W\d_]{2,}(?:[./][\w./-]+)?", text):
        if word not in written:
            yield word


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a mark around every sentence as it is looked up."""

    def mark(sentence: str) -> str:
        return f"{BEGIN}{sentence}{END}"

    real = translation._trans
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        getattr(real, name)
    monkeypatch.setattr(real, "gettext", lambda sentence: mark(sentence))
    monkeypatch.setattr(real, "pgettext", lambda context, sentence: mark(sentence))
    monkeypatch.setattr(real, "ngettext", lambda one, many, count: mark(one if count == 1 else many))
    monkeypatch.setattr(real, "npgettext", lambda about, one, many, count: mark(one if count == 1 else many))
    forget_everything()


@pytest.fixture
def world(asha: Any, ben: Any, chen: Any, dana: Any, mo: Any, olu: Any, with_relay: None) -> World:
    return World({"asha": asha, "ben": ben, "chen": chen, "dana": dana, "mo": mo, "olu": olu}, "members")


# In parts, which several processes can do beside one another.
@pytest.mark.parametrize("part", range(4))
def test_every_word_of_ours_comes_through_the_catalogue(world: World, marked: None, part: int) -> None:
    names = sorted(set(ADDRESSES) - NOT_FOR_READERS)[part::4]
    assert {name: found for name in names if (found := unmarked_at(world, name))} == {}


def unmarked_at(world: World, name: str) -> dict[str, list[str]]:
    """Return the words at this address that came through no catalogue, by who asked and how; undo what asking did."""
    values = {argument: world.arguments[argument] for argument in arguments_of(ADDRESSES[name])}
    address = reverse(name, kwargs=values)
    found: dict[str, list[str]] = {}
    for person in ("stranger", "asha", "olu"):
        for method in ("get", "post"):
            with undone():
                words = list(unmarked_in_answer(world, person, method, address))
            if words:
                found[f"{person} {method}"] = words[:30]
    return found


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done within, so that the next person is asked about the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget_everything()


def unmarked_in_answer(world: World, person: str, method: str, address: str) -> Iterator[str]:
    client = Client(raise_request_exception=False)
    client.cookies = world.browsers[person]
    response = getattr(client, method)(address)
    if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
        yield from unmarked(response.content.decode(), WRITTEN)
