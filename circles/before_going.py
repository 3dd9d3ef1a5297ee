"""What is said before somebody closes their account: who would hold a group, and that names go together."""

from django.urls import reverse
from django.utils.translation import gettext as _

from circles.queries import groups_held_alone, groups_under_other_name
from core.languages import isolated
from people.before_going import Duty
from people.models import Member


def list_duties(member: Member) -> list[Duty]:
    """Return the groups that nobody would hold any more, and those in which a name of theirs would vanish."""
    return [*_to_hand_over(member), *_to_leave_before(member)]


def _to_leave_before(member: Member) -> list[Duty]:
    """Somebody who watches would see an account and a name in a group go in the same minute, and join the two."""
    return [
        Duty(
            words=_(
                "In the support group “%(group)s” you have another name. It goes in the same minute as your account, "
                "and somebody who watches both could join them. If that matters, leave the group some days before."
            )
            % {"group": isolated(group.name)},
            address=reverse("support_group_leave", args=[group.pk]),
            link=_("Leave the group"),
        )
        for group in groups_under_other_name(member)
    ]


def _to_hand_over(member: Member) -> list[Duty]:
    return [
        Duty(
            words=_("Nobody but you holds the support group “%(group)s”.") % {"group": isolated(group.name)},
            address=reverse("support_group_members", args=[group.pk]),
            link=_("Ask somebody inside to hold it"),
        )
        for group in groups_held_alone(member)
    ]
