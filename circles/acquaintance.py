"""Tells conversations who met in a circle, where both were there under their own names; another name meets nobody."""

from django.utils import timezone
from django.utils.translation import gettext as _

from chat.meetings import Acquaintance, Meeting, register
from circles.queries import circle_of_both
from core.languages import isolated
from people.models import Member


def have_met(member: Member, other: Member) -> bool:
    """Tell whether both had a place in the same circle."""
    return circle_of_both(member, other, now=timezone.now()) is not None


def where_met(one: Member, other: Member, viewer: Member) -> Meeting | None:
    """Return the group of the newest circle in which both had a place; the viewer is one of the two."""
    circle = circle_of_both(one, other, now=timezone.now())
    if circle is None:
        return None
    group = circle.schedule.group
    sentence = _("You both had a place in a circle of %(group)s.") % {"group": isolated(group.name)}
    return Meeting(sentence, group.get_absolute_url())


IN_CIRCLES = Acquaintance(
    has_answered=have_met,
    share_a_place=lambda one, other: False,
    where_met=where_met,
    helps=lambda member: False,
)


def install() -> None:
    """Make it known to conversations."""
    register(IN_CIRCLES)
