"""Screens JSON lines from standard input: what the community's posts would be sorted into."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from safety.screening.lines import BadLine, read_lines, screen_line, with_progress


class Command(BaseCommand):
    help = (
        'Screen texts: reads lines of {"id", "text", "lang"?} and writes their bands, concerns and reasons.'
        ' A line that cannot be read is answered with {"id", "line", "error"} and named on standard error;'
        " all others are screened."
    )
    group = "Safety"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        bad = 0
        for number, entry in read_lines(with_progress(sys.stdin.buffer)):
            try:
                if isinstance(entry, BadLine):
                    raise entry
                answer = screen_line(number, entry)
            except BadLine as problem:
                bad += 1
                self.stderr.write(str(problem))
                known = entry.get("id") if isinstance(entry, dict) else None
                answer = {"id": known, "line": problem.number, "error": problem.why}
            self.stdout.write(json.dumps(answer))
        if bad:
            self.stderr.write(f"{bad} line(s) could not be read; all others were screened.")
