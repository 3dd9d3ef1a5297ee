"""bin/hearthside restore FILE [--keys FILE]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import backups


class Command(BaseCommand):
    help = "Bring a backup back; what is there now is moved aside."
    group = "Running"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup: hearthside-….tar.gz")
        parser.add_argument("--keys", type=Path, help="its keys: hearthside-….keys.tar.gz")
        parser.add_argument("--yes", action="store_true", help="do not ask first")

    def handle(self, *args: Any, file: Path, keys: Path | None, yes: bool, **options: Any) -> None:
        question = "Put this backup in the place of what is there now? Type yes: "
        if not yes and input(question).strip().lower() != "yes":
            raise CommandError("Nothing was changed.")
        try:
            aside = backups.bring_back(file, keys=keys, now=timezone.now())
        except backups.BackupProblem as problem:
            raise CommandError(f"{problem} Nothing was changed.") from problem
        call_command("migrate", interactive=False, verbosity=0)
        if aside:
            self.stdout.write(f"What was there before is in {aside}; delete it once you are sure.")
        self.stdout.write(
            "The backup is back. Whoever closed their account since then has to be closed again."
        )
