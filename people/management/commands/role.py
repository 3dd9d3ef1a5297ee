"""bin/hearthside role NAME ROLE"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.actions import set_role
from people.management.find import find_member
from people.models import Role


class Command(BaseCommand):
    help = "Give a member a role: member, listener, moderator, clinician or operator."
    group = "People"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name the member is known by")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: Any, name: str, role: str, **options: Any) -> None:
        member = find_member(name)
        try:
            set_role(member, role=role, by=None)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"{member.name} is {Role(role).label.lower()} now.")
