"""Features above add their part to a member's page here, e.g. recent posts."""

from collections.abc import Callable

from django.http import HttpRequest
from markupsafe import Markup

from people.models import Member

ProfilePart = Callable[[Member, Member | None, HttpRequest], Markup]
_parts: list[tuple[int, ProfilePart]] = []


def register(part: ProfilePart, *, position: int = 50) -> ProfilePart:
    """Add a part: a function of (member, viewer, request) that returns markup; lower positions come first."""
    if all(known is not part for _, known in _parts):
        _parts.append((position, part))
        _parts.sort(key=lambda entry: entry[0])
    return part


def draw_parts(member: Member, viewer: Member | None, request: HttpRequest) -> list[Markup]:
    return [drawn for _, part in _parts if (drawn := part(member, viewer, request))]
