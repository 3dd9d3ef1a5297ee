"""bin/hearthside import FILE: bring in a community that lived somewhere else."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from forum.imports import Imported, ImportRefused, import_files

MOST_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Import members, spaces, threads and replies from JSON Lines files. Everything is checked first and all of "
        "it comes in or nothing; importing a file again adds only what is new. docs/importing.md has the format."
    )
    group = "Content"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--source", help="the name under which ids are remembered (default: the first file's name)"
        )
        parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
        parser.add_argument(
            "--with-roles", action="store_true", help="let the file make moderators, operators and so on"
        )
        parser.add_argument(
            "--passphrase", help="let imported members sign in with this one; for a demo only"
        )
        parser.add_argument("--passphrase-for", nargs="+", metavar="NAME", help="... these members only")

    def handle(self, *args: Any, files: list[Path], source: str | None, **options: Any) -> None:
        for file in files:
            if not file.is_file():
                raise CommandError(f"There is no file {file}.")
        try:
            imported = import_files(
                files, source=(source or files[0].name)[:80], now=timezone.now(),
                passphrase=options["passphrase"], passphrase_for=_names(options["passphrase_for"]),
                with_roles=options["with_roles"], dry_run=options["dry_run"],
                progress=_bar if options["verbosity"] else _no_bar,
            )  # fmt: skip
        except ImportRefused as refused:
            raise CommandError(_refusal(refused)) from None
        if options["verbosity"]:
            self.stdout.write(_summary(imported, dry_run=options["dry_run"]))


def _names(told: list[str] | None) -> frozenset[str] | None:
    return frozenset(told) if told else None


def _bar(items: Iterable[Any], total: int, what: str) -> Iterable[Any]:
    return tqdm(items, total=total, desc=what, unit=" lines", disable=None)


def _no_bar(items: Iterable[Any], total: int, what: str) -> Iterable[Any]:
    return items


def _refusal(refused: ImportRefused) -> str:
    shown = [f"  {problem}" for problem in refused.problems[:MOST_SHOWN]]
    if more := len(refused.problems) - len(shown):
        shown.append(f"  and {more} more.")
    return "\n".join(["Nothing was imported. Please mend these lines and try again:", *shown])


def _summary(imported: Imported, *, dry_run: bool) -> str:
    done = "Would import" if dry_run else "Imported"
    counts = {
        "members": imported.members, "spaces": imported.spaces, "threads": imported.threads,
        "replies": imported.replies, "here already": imported.already_here,
    }  # fmt: skip
    return f"{done}: {', '.join(f'{what} {count}' for what, count in counts.items())}."
