"""The catalogues: every sentence of ours has words in every language, of the same make, and none is left over."""

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings
from django.utils import translation

from core import catalogues
from core.apps import compile_what_changed

pytestmark = pytest.mark.once

OTHERS = [language for language, _ in settings.LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|</?\w+>")
HOLDS_A_COUNT = re.compile(r"%\(num\)s|%\(minutes\)s|%\(limit_value\)d|%\(count\)[sd]")


@pytest.fixture(scope="module")
def source() -> Catalog:
    return catalogues.gather()


@pytest.fixture(scope="module", params=OTHERS)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return catalogues.read(request.param)


def sentences(catalogue: Catalog) -> dict[tuple[str, str], Message]:
    return {(message.context or "", str(message.id)): message for message in catalogue if message.id}


def forms_of(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (list, tuple)) else [str(message.string)]


def test_every_language_of_the_settings_has_a_catalogue() -> None:
    assert catalogues.languages() == sorted(OTHERS)


def test_the_catalogue_holds_what_the_source_says_and_nothing_else(
    source: Catalog, catalogue: Catalog
) -> None:
    """After a change of words: bin/translate, then give the new sentences their words."""
    told, known = set(sentences(source)), set(sentences(catalogue))

    assert told - known == set(), "not in the PO file yet; run bin/translate"
    assert known - told == set(), "nothing says this any more; run bin/translate"


def test_no_sentence_is_without_words_or_in_doubt(catalogue: Catalog) -> None:
    assert [key for key, message in sentences(catalogue).items() if not catalogues.is_whole(message)] == []


def test_every_form_holds_the_same_placeholders_and_tags(catalogue: Catalog) -> None:
    for message in sentences(catalogue).values():
        original = message.id[-1] if isinstance(message.id, (list, tuple)) else message.id
        for form in forms_of(message):
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(original)), message.id


def test_counts_have_every_plural_form_of_the_language(catalogue: Catalog) -> None:
    plural = [message for message in sentences(catalogue).values() if isinstance(message.id, (list, tuple))]

    assert plural
    assert {len(forms_of(message)) for message in plural} == {catalogue.num_plurals}


def test_a_count_is_never_said_in_one_form(source: Catalog) -> None:
    alone = [
        message.id for message in source if isinstance(message.id, str) and HOLDS_A_COUNT.search(message.id)
    ]

    assert alone == []


def test_arabic_is_written_in_arabic_and_with_digits_that_can_be_dialled() -> None:
    for message in sentences(catalogues.read("ar")).values():
        for form in forms_of(message):
            assert not re.search("[\u0660-\u0669\u06f0-\u06f9]", form), form
            assert re.search("[\u0600-\u06ff]", form) or not re.search(
                r"[a-z]{3}", PLACEHOLDER.sub("", form)
            ), form


def test_a_missing_and_a_doubtful_sentence_are_noticed() -> None:
    catalogue = Catalog(locale="es")
    whole, empty, doubtful = (catalogue.add(word, given, flags=flags) for word, given, flags in [
        ("one", "uno", ()), ("two", "", ()), ("three", "tres", ("fuzzy",)),
    ])  # fmt: skip

    assert [catalogues.is_whole(message) for message in (whole, empty, doubtful)] == [True, False, False]


def test_scripts_hold_no_words_of_their_own() -> None:
    """What a script says stands in the page, in data attributes, so that it comes through the catalogue."""
    for path in catalogues.ROOT.glob("*/static/**/*.js"):
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.S)
        said = re.findall(r"""(["'`])([A-Z][a-z]+ [a-z][^"'`\n]*)\1""", code)
        assert said == [], path


def test_a_changed_catalogue_is_compiled_and_an_unchanged_one_left(tmp_path: Path, monkeypatch) -> None:
    source = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    shutil.copy(catalogues.path_of("es"), source)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [tmp_path])

    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    compile_what_changed()
    first = source.with_suffix(".mo").stat()
    compile_what_changed()

    assert first.st_size > 10_000
    assert source.with_suffix(".mo").stat().st_ino == first.st_ino
    assert list(source.parent.glob("*.part")) == []


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 رد"), (1, "رد واحد"), (2, "ردّان"), (3, "3 ردود"), (11, "11 ردًّا"), (100, "100 رد")],
)
def test_arabic_counts_in_six_ways(count: int, words: str) -> None:
    with translation.override("ar"):
        said = translation.ngettext("%(num)s reply", "%(num)s replies", count) % {"num": count}

    assert said.startswith(words)
