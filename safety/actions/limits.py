"""Saying what one would rather leave to colleagues."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied

from people.models import Member
from safety import permissions
from safety.models import OwnLimits


def set_own_limits(member: Member, *, left_out: Collection[str]) -> None:
    """Leave these concerns to others wherever somebody else is there. Nobody is told."""
    if not permissions.can_see_desk(member):
        raise PermissionDenied
    OwnLimits.objects.update_or_create(member=member, defaults={"left_out": sorted(left_out)})
