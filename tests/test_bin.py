"""The commands people type: what they say when something is in the way, and what they list."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import BaseCommand

from config import cli
from core.management.commands import start

ROOT = Path(__file__).resolve().parent.parent
RUN = [sys.executable, str(ROOT / "bin" / "_run.py")]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Try to start an installation that cannot start; it never gets as far as installing anything."""
    given = {**os.environ, "HOST": "", "PORT": "", **environment}
    return subprocess.run([*RUN, *arguments], env=given, capture_output=True, text=True, timeout=60)


def test_a_taken_port_gets_one_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = run(PORT=str(port), HEARTHSIDE_HOME=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Port {port} on 127.0.0.1 is already in use; choose another, such as PORT={port + 1} bin/run."
    ]


def test_a_folder_that_cannot_be_written_gets_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = run(HEARTHSIDE_HOME=str(tmp_path / "file" / "home"))

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be written to" in done.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORT": "eighty"}, "PORT must be a number"),
        ({"HOST": "no.such.host.invalid"}, "does not know that address"),
    ],
)
def test_an_address_that_is_none_gets_one_clear_sentence(
    tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    done = run(HEARTHSIDE_HOME=str(tmp_path), **environment)

    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_that_is_too_old_gets_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "_python", tmp_path / "bin")
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\ncase "$*" in *exit*) exit 1 ;; *) echo 3.9 ;; esac\n')
    old.chmod(0o755)
    only_that = tmp_path / "dirname"
    only_that.symlink_to(str(shutil.which("dirname")))

    done = subprocess.run(
        ["/bin/sh", tmp_path / "bin" / "_python"], env={"PATH": str(tmp_path)}, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stderr == "Hearthside needs Python 3.11 or newer, and python3 here is 3.9.\n"


def test_the_operators_commands_are_ours_grouped_with_one_line_each() -> None:
    listed = cli.list_commands()

    assert "\nRunning\n  " in listed
    assert "\nOther\n" not in listed
    assert "collectstatic" not in listed
    assert all(len(line) <= 120 for line in listed.splitlines())


@pytest.mark.parametrize("name", sorted(cli.own_commands()))
def test_every_command_says_what_it_does_and_where_it_belongs(name: str) -> None:
    command: BaseCommand = cli.load_command_class(cli.own_commands()[name], name)

    assert command.help
    assert getattr(command, "group", "")


def test_a_mistyped_command_is_answered_with_the_nearest_one() -> None:
    assert cli.unknown("serv") == "There is no command 'serv'; did you mean 'serve'?"
    assert "bin/hearthside --help" in cli.unknown("qqqqqq")


def test_the_demo_is_loaded_into_a_new_installation_only(
    db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME_DIR = tmp_path
    loaded: list[str] = []
    monkeypatch.setattr(start, "call_command", lambda name, **options: loaded.append(name))

    first, second = start.greet_with_demo(wanted=True), start.greet_with_demo(wanted=True)

    assert (first, second, loaded) == (True, True, ["demo"])


def test_an_installation_begun_empty_never_gets_the_demo(
    db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME_DIR = tmp_path
    loaded: list[str] = []
    monkeypatch.setattr(start, "call_command", lambda name, **options: loaded.append(name))

    answers = start.greet_with_demo(wanted=False), start.greet_with_demo(wanted=True)

    assert (answers, loaded) == ((False, False), [])


def test_people_who_are_here_already_never_get_the_demo(
    asha: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME_DIR = tmp_path
    monkeypatch.setattr(start, "call_command", lambda name, **options: pytest.fail(f"{name} ran"))

    assert start.greet_with_demo(wanted=True) is False


def test_a_changed_static_file_changes_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from django.core.files.storage import FileSystemStorage

    class Finder:
        def list(self, ignored: list[str]) -> list[tuple[str, FileSystemStorage]]:
            return [("style.css", FileSystemStorage(location=str(tmp_path)))]

    monkeypatch.setattr(start, "get_finders", lambda: [Finder()])
    (tmp_path / "style.css").write_text("a")
    before = start.fingerprint_of_static_sources()

    (tmp_path / "style.css").write_text("ab")

    assert start.fingerprint_of_static_sources() != before
