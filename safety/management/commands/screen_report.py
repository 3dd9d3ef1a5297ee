"""Measures screening on labelled JSON lines."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from safety.screening import CONCERNS, THRESHOLDS, screen
from safety.screening.figures import FIGURES, Measured, interval
from safety.screening.lines import BadLine, read_lines, with_progress

Groups = dict[tuple[str, str], list[Measured]]


class Command(BaseCommand):
    help = (
        "Report how well screening does on labelled texts, with 95 % intervals. "
        "Prints AUROC, average precision, recall and calibration, per concern and subset. "
        'Each line of FILE has "label" (1 or 0) for its "concern", or "labels" ({"crisis": 1, "hate": 0}), an optional'
        ' "subset" and "author" (texts of one author are drawn together for the intervals), and either "concerns" with'
        ' probabilities, as the screen command writes them, or "text", which is then screened.'
    )
    group = "Safety"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--concern",
            choices=CONCERNS,
            default="crisis",
            help="what “label” is about where a line does not say",
        )
        parser.add_argument("--times", type=int, default=200, help="samples drawn for the intervals (200)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                groups = self._grouped(with_progress(file), options["concern"])
        except OSError as problem:
            raise CommandError(f"We could not read {options['file']}: {problem.strerror}.") from problem
        if not groups:
            raise CommandError("No line of this file had a label and something to measure.")
        for (concern, subset), rows in sorted(
            groups.items(), key=lambda item: (item[0][0], item[0][1] != "all")
        ):
            self._write(concern, subset, rows, max(1, options["times"]))

    def _grouped(self, lines: Any, concern: str) -> Groups:
        groups: Groups = defaultdict(list)
        for number, entry in read_lines(lines):
            try:
                if isinstance(entry, BadLine):
                    raise entry
                for name, row in measured(number, entry, concern):
                    groups[name, "all"].append(row)
                    if entry.get("subset"):
                        groups[name, str(entry["subset"])].append(row)
            except BadLine as problem:
                self.stderr.write(str(problem))
        return groups

    def _write(self, concern: str, subset: str, rows: list[Measured], times: int) -> None:
        cases = sum(row.label for row in rows)
        least = THRESHOLDS[concern].look or 1.0
        alarms = sum(row.chance >= least for row in rows) / len(rows)
        self.stdout.write(
            f"{concern} | {subset} | texts {len(rows)}, cases {cases}, a person would look at {alarms:.1%}"
        )
        for name, figure in FIGURES.items():
            value = figure([(row.chance, row.label) for row in rows])
            if value == value:
                low, high = interval(rows, figure, times=times)
                self.stdout.write(f"    {name:<16} {value:.3f}  [{low:.3f}, {high:.3f}]")


def measured(number: int, entry: dict[str, Any], concern: str) -> list[tuple[str, Measured]]:
    """Return what is to be measured for each label of one line, by concern."""
    labels = entry.get("labels", {entry.get("concern", concern): entry.get("label")})
    if not isinstance(labels, dict) or not labels or any(label not in (0, 1) for label in labels.values()):
        raise BadLine(number, "“label” must be 0 or 1.")
    if unknown := [str(name) for name in labels if name not in CONCERNS]:
        raise BadLine(number, f"there is no concern “{unknown[0]}”.")
    chances = entry.get("concerns")
    if chances is None and isinstance(entry.get("text"), str):
        chances = screen(
            entry["text"], entry.get("lang") if isinstance(entry.get("lang"), str) else None
        ).concerns
    if not isinstance(chances, dict):
        raise BadLine(number, "“concerns” or “text” is missing.")
    user = str(entry.get("author") or entry.get("user") or f"line {number}")
    found = []
    for name, label in labels.items():
        chance = chances.get(name)
        if isinstance(chance, bool) or not isinstance(chance, int | float) or not 0 <= chance <= 1:
            raise BadLine(number, f"“{name}” has no probability between 0 and 1.")
        found.append((str(name), Measured(float(chance), int(label), user)))
    return found
