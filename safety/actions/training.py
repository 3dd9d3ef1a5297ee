"""Checking oneself on the notes for helpers, and being given a role afterwards by an operator."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from people.actions import set_role
from people.models import Member
from people.permissions import allows
from safety.models import SelfCheck
from safety.queries import ROLES, get_self_check, wrong_answers
from safety.training import EDITION


def check_oneself(member: Member, *, answers: dict[str, str], now: datetime) -> list[str]:
    """Keep that every question was answered rightly; else keep nothing and return those that were not."""
    wrong = wrong_answers(answers)
    if not wrong:
        SelfCheck.objects.update_or_create(member=member, defaults={"edition": EDITION, "passed_at": now})
    return wrong


def wish_for_role(member: Member, *, role: str) -> None:
    """Tell the operators how one would like to help, "" for not any more; only after the self-check."""
    if role and role not in ROLES:
        raise PermissionDenied
    if not SelfCheck.objects.filter(member=member, edition=EDITION).update(wishes=role):
        raise PermissionDenied


@transaction.atomic
def answer_wish(member: Member, *, by: Member, give: bool) -> None:
    """Give somebody the role they wished for, or lay the wish aside; an operator decides. Once more changes nothing."""
    if not allows(by, "set_roles"):
        raise PermissionDenied
    passed = get_self_check(member)
    if passed is None or not passed.wishes:
        return
    if give:
        set_role(member, role=passed.wishes, by=by)
    SelfCheck.objects.filter(pk=passed.pk).update(wishes="")
