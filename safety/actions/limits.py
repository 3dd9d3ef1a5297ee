"""Saying what one would rather leave to colleagues."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied

from people.models import Member
from safety import permissions
from safety.models import OwnLimits


def set_own_limits(member: Member, *, left_out: Collection[str], heavy_cases: int | None = None) -> None:
    """Leave these concerns to others wherever somebody else is there, and be asked after so many heavy cases in a
    shift; None is the operator's number, and more than that is that. Nobody is told."""
    if not permissions.can_see_desk(member):
        raise PermissionDenied
    limits = {"left_out": sorted(left_out), "heavy_cases": heavy_cases}
    OwnLimits.objects.update_or_create(member=member, defaults=limits)
