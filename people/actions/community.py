"""The operator's facts about the place."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.languages import forget_default as forget_default_language
from core.models import Community
from core.queries import get_community
from people.models import Member
from people.permissions import allows
from people.signals import staff_acted


@transaction.atomic
def describe_community(
    *,
    by: Member,
    name: str,
    purpose: str,
    minimum_age: int,
    leave_url: str,
    anyone_may_join: bool,
    language: str | None = None,
    neutral_name: str = "",
) -> Community:
    """Save the community's names, its purpose, its door, where Leave leads, and the language it speaks first."""
    if not allows(by, "edit_community"):
        raise PermissionDenied
    community = get_community()
    community.name, community.purpose, community.minimum_age = name, purpose, minimum_age
    community.leave_url, community.anyone_may_join = leave_url, anyone_may_join
    community.language = language or community.language
    community.neutral_name = neutral_name or community.neutral_name
    community.save()
    staff_acted.send(None, act="people.community_described", by=by, about=None, details={})
    forget_default_language()
    return community
