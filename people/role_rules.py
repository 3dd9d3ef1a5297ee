"""What has to be true before an operator gives somebody a role. Features above add their rules when they start."""

from collections.abc import Callable
from typing import Any

from people.models import Member

# From a member and a role: why it cannot be given yet, "" where nothing stands against it.
Rule = Callable[[Member, str], Any]

_rules: list[Rule] = []


def register(rule: Rule) -> None:
    """Have a rule asked whenever an operator gives a role; registering it again changes nothing."""
    if rule not in _rules:
        _rules.append(rule)


def what_stands_against(member: Member, role: str) -> str:
    """Return in words why this member cannot have the role yet, "" where they can."""
    return next((str(why) for rule in _rules if (why := rule(member, role))), "")
