"""bin/hearthside close_account NAME"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.actions import ask_to_close
from people.management.find import find_member
from people.models import ClosingChoice


class Command(BaseCommand):
    help = "Close a member's account at their written request, erasing their words or unlinking their name."
    group = "People"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name the member is known by")
        parser.add_argument("choice", choices=ClosingChoice.values)
        parser.add_argument("--at-once", action="store_true", help="without the days to change one's mind")
        parser.add_argument("--yes", action="store_true", help="do not ask first")

    def handle(self, *args: Any, name: str, choice: str, at_once: bool, yes: bool, **options: Any) -> None:
        member = find_member(name)
        if not yes and input(f"Close the account of {member.name}? Type yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was changed.")
        try:
            reference = ask_to_close(
                member, choice=choice, at_once=at_once, now=timezone.now(), by_operator=True
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write("It will be done in the background. The receipt, to give to them:")
        self.stdout.write(f"/closed/{reference}/")
