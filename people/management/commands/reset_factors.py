"""bin/hearthside reset_factors NAME"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.actions import reset_second_steps
from people.management.find import find_member


class Command(BaseCommand):
    help = "Take passkeys, app and recovery codes off an account that lost them, and sign it out everywhere."
    group = "People"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name the member is known by")
        parser.add_argument("--yes", action="store_true", help="do not ask first")

    def handle(self, *args: Any, name: str, yes: bool, **options: Any) -> None:
        member = find_member(name)
        question = (
            f"Are you sure who asked, and shall only the passphrase of {member.name} be left? Type yes: "
        )
        if not yes and input(question).strip().lower() != "yes":
            raise CommandError("Nothing was changed.")
        reset_second_steps(member)
        self.stdout.write(f"{member.name} signs in with the passphrase alone now.")
        self.stdout.write("Staff set up a new second step before their powers wake.")
