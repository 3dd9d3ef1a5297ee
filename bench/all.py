"""Measure Hearthside on this machine and keep the table in bench/README.md: bench/run, or python bench/all.py."""

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import table
from bench.plan import Plan, say
from bench.server import LOAD_CORE, pin

PARTS = (
    "pages",
    "first_visit",
    "writes",
    "streams",
    "growth",
    "searching",
    "slow_line",
    "scrolling",
    "rooms",
    "calls",
)
QUICK: dict[str, Any] = {
    "sizes": (2_000, 6_000, 20_000), "rounds": 2, "seconds": 1, "asks": 60, "searches": 8, "streams": 200,
    "held": 500, "events": 5, "writing_seconds": 2,
    "talking_seconds": 6, "long_talk": 1_500, "circles": 10, "circles_within": 10,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="small numbers, under three minutes, not kept")
    parser.add_argument("--data", type=Path, help="keep the filled databases here for another time")
    parser.add_argument("--prepare", action="store_true", help="only fill the databases (with --data)")
    parser.add_argument("--print-only", action="store_true", help="leave bench/README.md as it is")
    parser.add_argument("--search-on-postgres", action="store_true", help="also on PostgreSQL; minutes more")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    if chosen.data:
        chosen.data.mkdir(parents=True, exist_ok=True)
        run(chosen, chosen.data.resolve())
    else:
        with TemporaryDirectory(prefix="hearthside-bench-") as folder:
            run(chosen, Path(folder))


def run(chosen: argparse.Namespace, data: Path) -> None:
    """Measure what was chosen and tell."""
    begun = time.monotonic()
    plan = Plan(data, search_on_postgres=chosen.search_on_postgres, **(QUICK if chosen.quick else {}))
    about = table.facts()
    fill(plan, chosen.parts)
    if chosen.prepare:
        return
    pin(LOAD_CORE)
    parts = chosen.parts or PARTS
    rows = [row for part in PARTS if part in parts for row in import_module(f"bench.{part}").measure(plan)]
    about.append(f"- took {(time.monotonic() - begun) / 60:.0f} minutes")
    today = datetime.now(UTC).date()
    print("\n" + table.show(rows, about, day=today))
    if not (chosen.quick or chosen.print_only):
        table.write(rows, about, day=today, keep=bool(chosen.parts))


def fill(plan: Plan, parts: list[str]) -> None:
    """Fill the databases that are needed, side by side, before anything is measured."""
    needs_large = not parts or {"growth", "searching"} & set(parts)
    sizes = plan.sizes if needs_large else plan.sizes[:1]
    say(f"databases with {', '.join(f'{size:,}' for size in sizes)} posts, unless they are there")
    with ThreadPoolExecutor(2) as executor:
        list(executor.map(plan.home, reversed(sizes)))


if __name__ == "__main__":
    main()
