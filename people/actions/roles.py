"""Giving and taking roles."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from live.actions import publish
from people.models import Member, Role
from people.permissions import allows
from people.queries import forget_viewer
from people.role_rules import what_stands_against
from people.signals import staff_acted


class LastOperator(ValidationError):
    """Somebody has to be able to run the place."""

    def __init__(self) -> None:
        super().__init__(_("This is the only operator. Make somebody else an operator first."))


class NotYet(ValidationError):
    """Something has to be done before somebody can have this role; it says what."""


@transaction.atomic
def set_role(member: Member, *, role: str, by: Member | None) -> None:
    """Give a member another role. `by` is an operator, or None for whoever has the server's command line.

    An operator is refused (NotYet) where a feature has a rule against it (people.role_rules); the command line is not.
    """
    if by is not None and not allows(by, "set_roles"):
        raise PermissionDenied
    if by is not None and (why := what_stands_against(member, role)):
        raise NotYet(why)
    operators = Member.objects.select_for_update(of=("self",)).present().filter(role=Role.OPERATOR)
    if role != Role.OPERATOR and {operator.pk for operator in operators} == {member.pk}:
        raise LastOperator
    staff_acted.send(
        None,
        act="people.role_given",
        by=by,
        about=member,
        details={"was": member.role, "role": str(Role(role))},
    )
    Member.objects.filter(pk=member.pk).update(role=Role(role))
    member.role = Role(role)
    forget_viewer(member)
    publish([f"member:{member.pk}"], "live.access_changed", {})
