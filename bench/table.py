"""The table of what was measured: printed, and kept in bench/README.md between two marks."""

import os
import platform
import re
import sqlite3
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.homes import ROOT

README = Path(__file__).resolve().parent / "README.md"
BEGINS, ENDS = "<!-- measured: begins -->", "<!-- measured: ends -->"
HEAD = ["| what | target | measured | met | date |", "|---|---|---|---|---|"]


@dataclass(frozen=True)
class Row:
    """One thing that was measured; without a target it stands there for scale, with nothing to meet."""

    what: str
    measured: str
    target: str = "–"
    is_met: bool | None = None

    def line(self, day: date) -> str:
        met = {True: "yes", False: "**no**", None: "–"}[self.is_met]
        return f"| {self.what} | {self.target} | {self.measured} | {met} | {day} |"


def facts() -> list[str]:
    """Say what this was measured on."""
    import django

    try:
        busy = f"{os.getloadavg()[0]:.1f}"
    except OSError:
        busy = "unknown"
    return [
        f"- {os.cpu_count()} × {_processor()}, {_memory()} of memory, {platform.system()} {platform.release()}",
        f"- Python {platform.python_version()}, Django {django.get_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{_version('psql', '--version') or 'no PostgreSQL'}, {_version('wrk', '-v') or 'no wrk (own client instead)'}",
        f"- at {_version('git', 'rev-parse', '--short', 'HEAD') or 'an unknown commit'}; "
        f"load average when it began: {busy}",
    ]


def write(rows: list[Row], about: list[str], *, day: date, keep: bool) -> None:
    """Put the rows into the README in place of those of the same name, and of all others unless they are kept."""
    text = README.read_text()
    before, _, rest = text.partition(BEGINS)
    table, _, after = rest.partition(ENDS)
    earlier = [line for line in table.splitlines() if re.match(r"\| (?!what \|)", line)]
    lines = {line.split(" | ")[0]: line for line in earlier if keep}
    lines |= {row.line(day).split(" | ")[0]: row.line(day) for row in rows}
    parts = [before + BEGINS, "", *HEAD, *lines.values(), "", *about, "", ENDS + after]
    README.write_text("\n".join(parts))


def show(rows: list[Row], about: list[str], *, day: date) -> str:
    return "\n".join([*HEAD, *(row.line(day) for row in rows), "", *about])


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


def _version(*command: str) -> str:
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return ""
    words = (done.stdout or done.stderr).strip().splitlines()
    if command[0] == "wrk":
        return " ".join(words[0].split()[:2]) if words else ""
    return words[0].replace("psql (PostgreSQL)", "PostgreSQL") if words else ""
