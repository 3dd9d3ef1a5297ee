"""What a facilitator is asked before they close their account: to have somebody else hold the group."""

from django.urls import reverse
from django.utils.translation import gettext as _

from circles.queries import groups_held_alone
from core.languages import isolated
from people.before_going import Duty
from people.models import Member


def list_duties(member: Member) -> list[Duty]:
    """Return the groups that nobody would hold any more."""
    return [
        Duty(
            words=_("Nobody but you holds the support group “%(group)s”.") % {"group": isolated(group.name)},
            address=reverse("support_group_members", args=[group.pk]),
            link=_("Ask somebody inside to hold it"),
        )
        for group in groups_held_alone(member)
    ]
