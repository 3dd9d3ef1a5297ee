"""Every check in order, each with its time; goes on after a failure and sums up at the end.

Runs with the virtual environment's Python, started by bin/test.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
WORKERS = str(min(4, os.cpu_count() or 1))
NO_TESTS_FOUND = 5
WORTH_A_SECOND_TRY = 8  # more failures than these are not a matter of a busy machine


@dataclass
class Tally:
    """What came out so far: checks and tests counted alike, and the reasons of whatever was skipped."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    unsteady: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    ran: set[str] = field(default_factory=set)
    skipped_tests: dict[str, str] = field(default_factory=dict)

    def add(self, outcome: "Outcome") -> None:
        """Count one run in. A test that one run skipped and another ran was not skipped."""
        self.passed += len(outcome.passed)
        self.failed += outcome.failed
        self.unsteady += outcome.unsteady
        self.skipped += outcome.skipped
        self.ran |= {name.partition(": ")[2] for name in outcome.passed}
        self.skipped_tests |= {name.partition(": ")[2]: why for name, why in outcome.skipped_tests.items()}

    def all_skips(self) -> list[str]:
        """Return the reasons, with those tests that no run of this tally ran."""
        tests = [f"{name}: {why}" for name, why in self.skipped_tests.items() if name not in self.ran]
        return self.skipped + sorted(tests)


def main(everything: bool) -> int:
    tally = Tally()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hearthside-checks-") as folder:
        environment = plain_environment(Path(folder))
        check_side_by_side(tally, environment)
        shared_out = ["-n", WORKERS, "--dist", "worksteal"]
        run_tests(tally, "tests on SQLite", ["-m", "not journey", *shared_out], environment)
        servers, missing = reachable_servers()
        tally.skipped += missing
        if servers:
            names = " and ".join(servers)
            addresses = dict(servers.values())
            again = ["-m", "not journey and not sources and not once", *shared_out]
            run_tests(tally, f"tests on {names}", again, environment | addresses)
        browser_journeys(tally, environment)
    return sum_up(tally, everything, time.monotonic() - started)


def plain_environment(home: Path) -> dict[str, str]:
    """Return the environment for the checks: a home of their own, SQLite, no Redis."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}
    }
    return inherited | {"HEARTHSIDE_HOME": str(home)}


def manage(*arguments: str) -> list[str | Path]:
    return [sys.executable, ROOT / "manage.py", *arguments]


@contextlib.contextmanager
def timed(title: str) -> Iterator[None]:
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    yield
    print(f"   {title}: {time.monotonic() - started:.1f} s", flush=True)


def check_side_by_side(tally: Tally, environment: dict[str, str]) -> None:
    """Run what reads the source without running it, as many at once as there are processors."""
    commands: dict[str, list[str | Path]] = {
        "types": [sys.executable, "-m", "mypy"],
        "layers": [TOOLS / "lint-imports"],
        "migrations": manage("makemigrations", "--check", "--dry-run"),
        "lint": [TOOLS / "ruff", "check", "."],
        "format": [TOOLS / "ruff", "format", "--check", "."],
    }
    with timed(", ".join(commands)), ThreadPoolExecutor(int(WORKERS)) as pool:
        runs = {title: pool.submit(quietly, command, environment) for title, command in commands.items()}
        for title, run in runs.items():
            check(tally, title, run.result())


def quietly(command: list[str | Path], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def check(tally: Tally, title: str, done: subprocess.CompletedProcess[str]) -> None:
    """Count one command in; its output matters only when it failed."""
    if done.returncode:
        print(f"-- {title}\n{done.stdout.rstrip()}")
        tally.failed.append(title)
    else:
        tally.passed += 1


def run_tests(tally: Tally, title: str, arguments: list[str], environment: dict[str, str]) -> None:
    """Run tests; the few that fail once more, on their own. A test that needs that is named at the end."""
    memory = ["-o", f"cache_dir={environment['HEARTHSIDE_HOME']}/failed-{title.replace(' ', '-')}"]
    with timed(title):
        first = one_run(title, [*arguments, *memory], environment)
    again = None
    if 0 < len(first.failed) <= WORTH_A_SECOND_TRY and first.counted:
        with timed(f"{title}, those that failed, once more"):
            again = one_run(title, [*arguments, *memory, "--last-failed", "-n", "0"], environment)
    tally.add(first if again is None else first.after(again))


@dataclass
class Outcome:
    """What one run of pytest came to."""

    passed: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    unsteady: list[str] = field(default_factory=list)
    skipped_tests: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    counted: bool = False

    def after(self, again: "Outcome") -> "Outcome":
        """Return this outcome with what came of its failures when they were run again."""
        passed = [name for name in self.failed if again.counted and name in again.passed]
        return Outcome(
            passed=self.passed | set(passed),
            failed=[name for name in self.failed if name not in passed]
            + [name for name in again.failed if name not in self.failed],
            unsteady=passed,
            skipped_tests=self.skipped_tests,
            counted=self.counted,
        )


def one_run(title: str, arguments: list[str], environment: dict[str, str]) -> Outcome:
    report = Path(environment["HEARTHSIDE_HOME"]) / "report.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junit-xml={report}", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=environment).returncode
    if code == NO_TESTS_FOUND:
        return Outcome(skipped=[f"{title}: there are none yet"])
    outcome = read(title, report) if report.exists() else Outcome()
    if code and not outcome.failed:
        outcome.failed.append(f"{title}: ended with code {code}")
        outcome.counted = False
    return outcome


def read(title: str, report: Path) -> Outcome:
    """Read one run's tests from pytest's own report."""
    outcome = Outcome(counted=True)
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{title}: {case.get('classname')}::{case.get('name')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.passed.discard(name)
            outcome.failed = [*(one for one in outcome.failed if one != name), name]
        elif skipped is not None:
            outcome.skipped_tests[name] = skipped.get("message") or "no reason given"
        else:
            outcome.passed.add(name)
    return outcome


def reachable_servers() -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Return {name: (environment variable, address)} of the servers that answer, and why others do not."""
    wanted = {
        "PostgreSQL": ("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres", postgresql_answers),
        "Redis": ("REDIS_URL", "redis://127.0.0.1:6379/15", redis_answers),
    }
    found, missing = {}, []
    for name, (variable, usual, answers) in wanted.items():
        url = os.environ.get(variable) or usual
        try:
            answers(url)
            found[name] = (variable, url)
        except Exception as problem:  # whatever the driver raises, the reason is what matters
            where = (
                f"{variable} is set"
                if os.environ.get(variable)
                else f"{variable} is not set, the usual address"
            )
            reason = str(problem).strip().splitlines()
            missing.append(f"tests on {name} ({where}: {reason[0] if reason else type(problem).__name__})")
    return found, missing


def postgresql_answers(url: str) -> None:
    import psycopg

    with psycopg.connect(url, connect_timeout=3) as connection:
        row = connection.execute(
            "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
        ).fetchone()
    if not row or not row[0]:
        raise PermissionError("its account may not create the databases tests need")


def redis_answers(url: str) -> None:
    import redis

    redis.Redis.from_url(url, socket_connect_timeout=3).ping()


def browser_journeys(tally: Tally, environment: dict[str, str]) -> None:
    browser = find_chromium()
    if browser:
        run_tests(
            tally,
            "journeys in Chromium",
            ["-m", "journey", "-n", WORKERS, "--dist", "loadfile"],
            environment | {"CHROMIUM": browser},
        )
    else:
        tally.skipped.append("journeys in Chromium (no chromium or chrome was found; CHROMIUM can name one)")


def find_chromium() -> str | None:
    """Return the browser that CHROMIUM names, or one from the path, or the one playwright downloaded."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (path := shutil.which(name)):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def sum_up(tally: Tally, everything: bool, seconds: float) -> int:
    skips = tally.all_skips()
    print()
    for failure in tally.failed:
        print(f"failed   {failure}")
    for name in tally.unsteady:
        print(f"unsteady {name} (failed, then passed on its own)")
    for skip in skips:
        print(f"skipped  {skip}")
    if not skips:
        print("Nothing was skipped.")
    failed = len(tally.failed) + (len(skips) if everything else 0)
    counted_as = " (skips count as failures)" if everything and skips else ""
    print(f"{tally.passed} passed, {failed} failed{counted_as}, {len(skips)} skipped in {seconds:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        raise SystemExit(main("--everything" in sys.argv))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
