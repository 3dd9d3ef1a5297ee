"""bin/hearthside serve: everything in one process."""

import os
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Serve pages, the event stream and background jobs in one process."
    group = "Running"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or 8000)
        parser.add_argument(
            "--threads",
            type=int,
            default=os.environ.get("HEARTHSIDE_THREADS") or 4,
            help="threads for pages (default: 4)",
        )
        parser.add_argument("--no-jobs", action="store_true", help="leave background jobs to `worker`")

    def handle(self, *args: Any, host: str, port: int, threads: int, no_jobs: bool, **options: Any) -> None:
        # Named, not imported: config stands above this app and knows every feature.
        server = import_module("config.server")
        if not 0 < port < 65536 or threads < 1:
            raise SystemExit("--port is a number from 1 to 65535, and --threads at least 1.")
        try:
            listening = server.bind(host, port)
            server.serve(listening, threads=threads, with_jobs=not no_jobs)
        except server.CannotServe as problem:
            raise SystemExit(str(problem)) from None
