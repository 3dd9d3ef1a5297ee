"""bin/hearthside make_operator NAME"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from people.actions import set_role
from people.management.find import find_member
from people.models import Role


class Command(BaseCommand):
    help = "Let a member run the place: spaces, roles, agreement, topics."
    group = "People"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name the member is known by")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        member = find_member(name)
        set_role(member, role=Role.OPERATOR, by=None)
        self.stdout.write(f"{member.name} is an operator now.")
