"""bin/hearthside doctor"""

import json
import os
import textwrap
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from core.doctor import Finding, Level, Look, examine
from core.doctor.visit import Visit

WIDTH = 100


class Command(BaseCommand):
    help = "Look a running installation over and say what to do. Ends with 1 where something must be done."
    group = "Running"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default=_own_address(), help="default: %(default)s")
        parser.add_argument("--json", action="store_true", help="print one object a finding, for a program")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        worst = set()
        for title, findings in examine(Look(timezone.now(), Visit(address))):
            for finding in findings:
                worst.add(finding.level)
                self.stdout.write(_as_json(title, finding) if options["json"] else _as_lines(title, finding))
        if not options["json"]:
            self.stdout.write(_last_words(worst))
        if Level.ACT in worst:
            raise SystemExit(1)


def _own_address() -> str:
    """Return where people reach this installation: its first host name over HTTPS, or this machine."""
    named = [host for host in settings.ALLOWED_HOSTS if "." in host.strip(".") and not host[0].isdigit()]
    if settings.HTTPS and named:
        return f"https://{named[0].lstrip('.')}"
    host = os.environ.get("HOST") or "127.0.0.1"
    return f"http://{host}:{os.environ.get('PORT') or 8000}"


def _as_json(title: str, finding: Finding) -> str:
    facts = {"check": title, "level": finding.level, "what": finding.what, "to_do": finding.to_do}
    return json.dumps(facts, ensure_ascii=False)


def _as_lines(title: str, finding: Finding) -> str:
    start = f"{finding.level:<5} {title}: "
    words = textwrap.fill(start + finding.what, WIDTH, subsequent_indent=" " * 6)
    if not finding.to_do:
        return words
    return (
        f"{words}\n{textwrap.fill(finding.to_do, WIDTH, initial_indent=' ' * 6, subsequent_indent=' ' * 6)}"
    )


def _last_words(levels: set[Level]) -> str:
    if Level.ACT in levels:
        return "\nSee to what says “act” today."
    return "\nNothing has to be done today." if Level.LOOK in levels else "\nAll is well."
