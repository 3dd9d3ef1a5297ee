"""bin/hearthside audit verify | export"""

import csv
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from safety import actions, queries

COLUMNS = ("number", "at", "act", "by", "role", "about", "subject", "reason", "details", "digest")


class Command(BaseCommand):
    help = "Check that the record of what staff did was not altered, or write it out as CSV."
    group = "Safety"

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="verify | export")
        what.add_parser("verify", help="find altered, removed and reordered entries")
        what.add_parser("export", help="write everything as CSV, for: audit export > record.csv")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "verify":
            self._verify()
        else:
            self._export()

    def _verify(self) -> None:
        total = queries.count_entries()
        entries = tqdm(queries.all_entries(), total=total, unit=" entries", disable=None, file=sys.stderr)
        breaks = queries.verify_audit(iter(entries))
        for found in breaks[:100]:
            self.stderr.write(f"Entry {found.number}: {found.words}")
        if breaks:
            raise CommandError(
                f"The record was tampered with or damaged: {len(breaks)} places. See docs/audit.md."
            )
        self.stdout.write(f"{total} entries, each as it was recorded, none missing.")
        if digest := queries.newest_digest():
            self.stdout.write(f"The newest digest, to keep somewhere else: {total} {digest}")

    def _export(self) -> None:
        actions.note_audit_export(now=timezone.now())
        writer = csv.writer(self.stdout)
        writer.writerow(COLUMNS)
        for row in queries.audit_rows():
            writer.writerow(row)
