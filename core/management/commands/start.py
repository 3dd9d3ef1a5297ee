"""What bin/run does once everything is installed: prepare what changed, then serve, in one process."""

import hashlib
import threading
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

SIGN_INS = """\
  Sign in as Asha, Ben, Chen, Dana, Lena (listener), Ravi (clinician),
  Mo (moderator) or Olu (operator); the passphrase is: a long passphrase
  Ravi, Mo and Olu are asked for a code as well: bin/hearthside demo --code"""


class Command(BaseCommand):
    help = "Prepare what changed since the last start, then serve. bin/run calls this."
    group = "Running"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--empty", action="store_true", help="start without the demo community")

    def handle(self, *args: Any, host: str, port: int, empty: bool, **options: Any) -> None:
        # Named, not imported: config stands above this app and knows every feature.
        server = import_module("config.server")
        try:
            listening = server.bind(host, port)
            migrate_when_needed()
            collect_static_when_changed()
            demo = greet_with_demo(wanted=not empty)
            address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
            threading.Thread(target=announce, args=(address, demo), daemon=True).start()
            with import_module("config.relay").beside_the_server(host):
                server.serve(listening, threads=4, with_jobs=True)
        except server.CannotServe as problem:
            raise CommandError(str(problem)) from None
        except KeyboardInterrupt:
            raise SystemExit(130) from None


def migrate_when_needed() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database ...", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def collect_static_when_changed() -> None:
    """Build the static files again when any source file appeared, went or changed since the last time."""
    stamp = settings.HOME_DIR / "static.stamp"
    current = fingerprint_of_static_sources()
    if stamp.exists() and stamp.read_text() == current and Path(settings.STATIC_ROOT).is_dir():
        return
    print("Building the static files ...", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(current)


def fingerprint_of_static_sources() -> str:
    """Return a hash of every static source's path, size and time of change."""
    sources = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    facts = [(path, status.st_size, status.st_mtime_ns) for path in sources for status in [Path(path).stat()]]
    return hashlib.sha256(repr((settings.STORAGES["staticfiles"], sorted(facts))).encode()).hexdigest()


def greet_with_demo(*, wanted: bool) -> bool:
    """Load the demo community into an installation that never started before; True where it is the demo."""
    choice = settings.HOME_DIR / "first-start"
    if not choice.exists():
        is_new = not get_user_model().objects.exists()
        if wanted and is_new:
            print("Bringing in the demo community (once) ...", flush=True)
            call_command("demo", verbosity=0)
        choice.write_text("demo" if wanted and is_new else "empty")
    return choice.read_text().strip() == "demo"


def announce(address: str, demo: bool) -> None:
    """Print the address once the server answers there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if answers(address):
            print(f"\nHearthside is open at {address}", flush=True)
            if demo:
                print(SIGN_INS, flush=True)
                print(
                    "  Everybody knows this passphrase: begin with --empty before you invite anyone.",
                    flush=True,
                )
            print("  Ctrl-C closes it.\n", flush=True)
            return
        time.sleep(0.05)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address + "healthz", timeout=5):  # noqa: S310 - our own http address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
