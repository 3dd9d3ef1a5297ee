"""Features above add their part to a member's page here, e.g. recent posts."""

from collections.abc import Callable

from django.http import HttpRequest
from markupsafe import Markup

from people.models import Member

ProfilePart = Callable[[Member, Member | None, HttpRequest], Markup]
_parts: list[ProfilePart] = []


def register(part: ProfilePart) -> ProfilePart:
    """Add a part: a function of (member, viewer, request) that returns markup, perhaps empty."""
    if part not in _parts:
        _parts.append(part)
    return part


def draw_parts(member: Member, viewer: Member | None, request: HttpRequest) -> list[Markup]:
    return [drawn for part in _parts if (drawn := part(member, viewer, request))]
