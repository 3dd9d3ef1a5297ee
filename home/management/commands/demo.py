"""bin/hearthside demo [--code]: the demo community, for looking around."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from home.demo_community import APP_KEY, CAST, PASSPHRASE, STAFF, load_demo
from people.queries import app_code


class Command(BaseCommand):
    help = "Bring in the demo community. Everybody can know its passphrase: never where real people write."
    group = "Content"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--code", action="store_true", help=f"only say the code {', '.join(STAFF)} are asked for now"
        )

    def handle(self, *args: Any, verbosity: int, code: bool, **options: Any) -> None:
        if code:
            self.stdout.write(app_code(APP_KEY, now=timezone.now()))
            return
        is_new = load_demo(now=timezone.now())
        if not verbosity:
            return
        if is_new:
            self.stdout.write(f"The demo is in. Sign in as {', '.join(CAST)} with: {PASSPHRASE}")
            self.stdout.write(f"{', '.join(STAFF)} need a code too: bin/hearthside demo --code")
        else:
            self.stdout.write("The demo is here already.")
