"""Who read the notes for helpers. Members see their own; the operators see who would like to help."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.models import Member, Role
from safety.models import SelfCheck
from safety.training import EDITION, QUESTIONS

ROLES = (Role.LISTENER, Role.MODERATOR)


def get_self_check(member: Member) -> SelfCheck | None:
    """Return that this member passed the newest edition, None where they did not."""
    return SelfCheck.objects.filter(member=member, edition=EDITION).first()


def needs_self_check(member: Member, role: str) -> str:
    """Return why this member cannot be made a listener or moderator yet, "" where they can: the self-check unlocks it.

    Whoever steps back from more than that needs none.
    """
    if role not in ROLES or member.role not in (Role.MEMBER, Role.LISTENER) or role == member.role:
        return ""
    if get_self_check(member):
        return ""
    return _(
        "They have not done the self-check yet. It stands under “Notes for helpers” and takes ten minutes."
    )


def wrong_answers(answers: dict[str, str]) -> list[str]:
    """Return the codes of the questions that were not answered rightly."""
    return [question.code for question in QUESTIONS if answers.get(question.code) != question.right]


def list_wishing() -> QuerySet[SelfCheck]:
    """Return who passed and would like to help in a role they do not have, who waits longest first."""
    return (
        SelfCheck.objects.exclude(wishes="")
        .filter(edition=EDITION, member__in=Member.objects.present())
        .select_related("member")
        .order_by("passed_at", "pk")
    )
