"""bin/hearthside keys rotate"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from core import rotation


class Command(BaseCommand):
    help = "Change the key that private words are sealed with; may be stopped and started again."
    group = "Running"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["rotate"])
        parser.add_argument(
            "--settle",
            type=float,
            default=rotation.SETTLES_IN,
            help="seconds to wait for what other processes are writing with the old key (default: %(default)s)",
        )

    def handle(self, *args: Any, settle: float, **options: Any) -> None:
        with tqdm(unit=" texts") as bar:

            def show(done: int, total: int) -> None:
                bar.total, bar.n = total, done
                bar.refresh()

            count = rotation.rotate(on_progress=show, settle=settle)
        self.stdout.write(f"Sealed {count} texts with a new key; the old one is gone from the key file.")
        self.stdout.write("Older backups need the keys file that was made with them.")
