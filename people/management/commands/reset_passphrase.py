"""bin/hearthside reset_passphrase NAME"""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.actions import give_passphrase
from people.management.find import find_member
from people.names.words import SUGGESTED_FIRST, SUGGESTED_SECOND

_WORDS = sorted({word.lower() for word in (*SUGGESTED_FIRST, *SUGGESTED_SECOND)})
_WORDS_IN_A_PASSPHRASE = 6  # about 45 bits; guessing is slowed down by the lock-out and by scrypt


class Command(BaseCommand):
    help = "Print a new passphrase for a member who lost theirs, and sign them out everywhere."
    group = "People"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name the member is known by")
        parser.add_argument("--yes", action="store_true", help="do not ask first")

    def handle(self, *args: Any, name: str, yes: bool, **options: Any) -> None:
        member = find_member(name)
        if not yes and input(f"Give {member.name} a new passphrase? Type yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was changed.")
        passphrase = " ".join(secrets.choice(_WORDS) for _ in range(_WORDS_IN_A_PASSPHRASE))
        give_passphrase(member, passphrase=passphrase)
        self.stdout.write("The new passphrase. Give it to them in private; it is not shown again:")
        self.stdout.write(passphrase)
