"""The catalogues of translated sentences: gathered from the source, kept as PO files, compiled when they changed.

A PO file is what people edit and what the repository holds; the compiled file beside it is made at the first start
after a change, in well under a second, and is never committed.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale"
SKIPPED = {"tests", "migrations", "bench", "bin", "docs"}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_OPTIONS = {
    "extensions": "jinja2.ext.i18n,core.remember.Remember",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
HELPLINES = "safety/data/helplines.json"
FACTS = {"emergency": {"name", "audience"}, "lines": {"for", "audience", "hours", "region", "menu"}}
VOLATILE = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Last-Translator",
    "Report-Msgid-Bugs-To",
    "Language-Team",
    "Project-Id-Version",
)


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/django.po"))


def path_of(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return FOLDER / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language; an empty one where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def gather() -> Catalog:
    """Return every sentence that the source marks for translation, with where it stands and what is said about it."""
    found = Catalog()
    for path in _sources():
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {} if path.suffix == ".py" else TEMPLATE_OPTIONS
        with path.open("rb") as file:
            for line, message, comments, context in extract(
                method, file, KEYWORDS, ("Translators:",), options=options, strip_comment_tags=True
            ):
                where = [(str(path.relative_to(ROOT)), line)]
                found.add(message, locations=where, auto_comments=comments, context=context)
    for part, names in FACTS.items():
        for entry in json.loads((ROOT / HELPLINES).read_text(encoding="utf-8"))[part]:
            for name in sorted(names & entry.keys()):
                found.add(entry[name], locations=[(HELPLINES, 0)])
    return found


def _sources() -> Iterator[Path]:
    for app in sorted(path.parent for path in ROOT.glob("*/__init__.py")):
        if app.name in SKIPPED:
            continue
        for pattern in ("**/*.py", "templates/**/*.html", "templates/**/*.txt"):
            for path in sorted(app.glob(pattern)):
                if not SKIPPED.intersection(path.relative_to(ROOT).parts):
                    yield path


def update(language: str) -> Catalog:
    """Bring a catalogue up to the source: new sentences come in empty, those that are gone leave."""
    catalogue = read(language)
    catalogue.update(gather(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    write(catalogue)
    return catalogue


def write(catalogue: Catalog) -> None:
    """Write a catalogue as its PO file, the same from the same sentences."""
    catalogue.fuzzy = False
    catalogue.header_comment = "# docs/translating.md says how to change these."
    path = path_of(str(catalogue.locale))
    path.parent.mkdir(parents=True, exist_ok=True)
    held = BytesIO()
    write_po(held, catalogue, width=110, include_lineno=False, omit_header=False, sort_by_file=True)
    lines = held.getvalue().decode().splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if not line.startswith(tuple(f'"{name}:' for name in VOLATILE))),
        encoding="utf-8",
    )


def compile_catalogue(source: Path) -> None:
    """Compile one PO file beside itself; two processes that do it at once each write a whole file."""
    catalogue = read(source.parent.parent.name)
    descriptor, name = tempfile.mkstemp(dir=source.parent, suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        write_mo(file, catalogue)
    changed = source.stat().st_mtime_ns
    os.utime(name, ns=(changed, changed))
    os.chmod(name, 0o644)
    os.replace(name, source.with_suffix(".mo"))


def is_whole(message: Message) -> bool:
    """Tell whether a sentence has words for each of its forms, and a person stood by them."""
    forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return all(forms) and not message.fuzzy


def main(wanted: list[str]) -> None:
    """Bring catalogues up to the source and say what still waits for words."""
    for language in wanted or languages():
        catalogue = update(language)
        missing = [message.id for message in catalogue if message.id and not is_whole(message)]
        print(f"{language}: {len(catalogue)} sentences, {len(missing)} without words")
        for sentence in missing[:20]:
            print(f"  {sentence!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
