"""What can be known about the dependencies without the internet: locks, hashes, licences, and a reason for each.

Known vulnerabilities are asked for by `bin/audit`, which needs the internet and is not part of the suite.
"""

import importlib.metadata as metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.sources

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-training.lock", "requirements-uv.lock"]
FREE = re.compile(
    r"\b(MIT|BSD|0BSD|ISC|Apache|Python|PSF|MPL|Mozilla|LGPL|Lesser General|Unlicense|HPND|CMU|CNRI|Zlib|CC0"
    r"|Public Domain|A?GPL-?v?3|GPL-2.0-or-later)",
    re.I,
)


def entries(lock: str) -> dict[str, str]:
    """Return {package: its whole entry} of a lock file."""
    text = (ROOT / lock).read_text()
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(==(?:.*\\\n)*.*)$", text, flags=re.M)
    return {canonicalize_name(name): rest for name, rest in found}


def version_of(entry: str) -> str:
    return entry.removeprefix("==").split()[0]


def wanted() -> list[tuple[str, str]]:
    product = [("requirements.lock", line) for line in PROJECT["project"]["dependencies"]]
    groups = {"dev": "requirements-dev.lock", "training": "requirements-training.lock"}
    return product + [(groups[name], line) for name in groups for line in PROJECT["dependency-groups"][name]]


@pytest.mark.parametrize(("lock", "line"), wanted())
def test_the_lock_answers_what_the_project_asks_for(lock: str, line: str) -> None:
    requirement = Requirement(line)

    locked = entries(lock).get(canonicalize_name(requirement.name))

    assert locked, f"{requirement.name} is not in {lock}: run bin/lock"
    assert requirement.specifier.contains(version_of(locked), prereleases=True)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_pinned_and_hashed(lock: str) -> None:
    found = entries(lock)

    assert found
    assert [name for name, entry in found.items() if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_index_or_a_file(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert re.findall(r"https?://|file:|--(?:extra-)?index|--find-links|^-e|^\.", text, flags=re.M) == []


def test_the_development_lock_contains_the_product_lock() -> None:
    product, development = entries("requirements.lock"), entries("requirements-dev.lock")

    assert {name: version_of(entry) for name, entry in product.items()}.items() <= {
        name: version_of(entry) for name, entry in development.items()
    }.items()


def test_every_product_dependency_has_a_licence_that_goes_with_ours() -> None:
    unclear = {}
    for name in entries("requirements.lock"):
        try:
            facts = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # for another platform
        classifiers = [line for line in facts.get_all("Classifier") or [] if line.startswith("License")]
        licence = " ".join(
            [facts.get("License-Expression") or "", *classifiers, (facts.get("License") or "")[:200]]
        )
        if not FREE.search(licence):
            unclear[name] = licence.strip()

    assert unclear == {}


def test_every_dependency_has_its_reason_written_down() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text()

    assert [
        Requirement(line).name for _, line in wanted() if f"`{Requirement(line).name}`" not in reasons
    ] == []
