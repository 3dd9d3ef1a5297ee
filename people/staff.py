"""Who has powers over others here. Features above add what makes somebody staff besides a role, e.g. one space."""

from collections.abc import Callable

from people.models import Member
from people.permissions import STAFF_ROLES

Question = Callable[[Member], bool]
_questions: list[Question] = []


def register(question: Question) -> Question:
    """Let `question(member)` make somebody staff too. After a change of its answer call `forget_viewer`."""
    if question not in _questions:
        _questions.append(question)
    return question


def is_staff(member: Member) -> bool:
    """Tell whether this member has powers, awake or resting, that ask for a second step."""
    return member.role in STAFF_ROLES or any(question(member) for question in _questions)
