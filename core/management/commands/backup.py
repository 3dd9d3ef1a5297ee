"""bin/hearthside backup [FOLDER]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import backups


class Command(BaseCommand):
    help = "Write a backup while the server runs: what people wrote in one file, the keys in another."
    group = "Running"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, help="default: HEARTHSIDE_BACKUPS, or backups/ in HEARTHSIDE_HOME"
        )

    def handle(self, *args: Any, folder: Path | None, **options: Any) -> None:
        folder = folder or settings.BACKUPS_DIR or settings.HOME_DIR / "backups"
        try:
            backup = backups.make_backup(folder, now=timezone.now())
        except backups.BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{backup.data}  ({backup.size / 1e6:.1f} MB)")
        self.stdout.write(f"{backup.keys}")
        self.stdout.write("Keep the two in different places: the second opens what the first has sealed.")
