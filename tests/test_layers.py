"""Each import contract is seen to fail when somebody breaks it: a copy of the tree, one line planted, one run."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.sources

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
PACKAGES = CONTRACTS["root_packages"]

STACK = "One-way stack"
INSIDE = "Inside a feature"
DOORS = "Front doors"
REQUESTS = "No requests below forms"
WELLBEING = "Wellbeing is read by"

PLANTED = [
    (STACK, "core/paging.py", "import people.models"),
    (STACK, "live/models.py", "import notifications.models"),
    (STACK, "people/models/members.py", "import forum.models"),
    (STACK, "forum/models/spaces.py", "import chat.models"),
    (STACK, "safety/apps.py", "import library.models"),
    (STACK, "home/apps.py", "import config.settings"),
    (INSIDE, "forum/models/spaces.py", "import forum.planted.actions_door"),
    (INSIDE, "people/models/members.py", "import people.views"),
    (DOORS, "home/apps.py", "import forum.planted"),
    (DOORS, "forum/apps.py", "from people import views"),
    (REQUESTS, "forum/models/spaces.py", "from django.http import HttpRequest"),
    (REQUESTS, "people/models/members.py", "from django.shortcuts import render"),
    (WELLBEING, "matching/actions.py", "import wellbeing.models"),
    (WELLBEING, "config/urls.py", "import wellbeing.models"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Copy every package's sources, with an empty one for each that does not exist yet."""
    for package in PACKAGES:
        skipped = shutil.ignore_patterns("tests", "migrations", "templates", "static", "demo", "__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=skipped)
    for package in every_package() - set(PACKAGES):
        (tmp_path / package).mkdir()
        for name in ("__init__", "models", "actions"):
            (tmp_path / package / f"{name}.py").touch()
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "contracts.py", tmp_path / "tests")
    configuration = (ROOT / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(with_every_package(configuration))
    (tmp_path / "people" / "views.py").touch()
    (tmp_path / "forum" / "planted").mkdir()
    (tmp_path / "forum" / "planted" / "__init__.py").touch()
    (tmp_path / "forum" / "planted" / "actions_door.py").write_text("import forum.actions\n")
    return tmp_path


def every_package() -> set[str]:
    """Return the sixteen packages that the one-way stack names."""
    stack = next(contract for contract in CONTRACTS["contracts"] if contract["id"] == "stack")
    return {name.strip(" ()") for row in stack["layers"] for name in row.split("|")}


def with_every_package(configuration: str) -> str:
    listed = repr(sorted(every_package())).replace("'", '"')
    lines = configuration.splitlines()
    return "\n".join(
        f"root_packages = {listed}" if line.startswith("root_packages") else line for line in lines
    )


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import linter there, with lines wide enough that a contract's name stays in one piece."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def broken_contracts(output: str) -> list[str]:
    return [line for line in output.splitlines() if line.endswith(" BROKEN")]


def test_the_stack_names_seventeen_packages() -> None:
    assert len(every_package()) == 17


def test_every_package_in_the_tree_is_under_the_contracts() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench", "training"}

    inside = next(contract for contract in CONTRACTS["contracts"] if contract["id"] == "inside")
    assert found == set(PACKAGES)
    assert found <= every_package()
    assert set(inside["containers"]) == found - {"config"}


def test_the_tree_as_it_is_keeps_every_contract(tree: Path) -> None:
    done = lint(tree)

    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_contract_turns_red_when_broken(tree: Path, contract: str, file: str, line: str) -> None:
    path = tree / file
    source = path.read_text()
    path.write_text(f"{source}\n{line}\n")
    ast.parse(path.read_text())

    done = lint(tree)

    assert done.returncode != 0
    assert any(name.startswith(contract) for name in broken_contracts(done.stdout)), done.stdout
