"""Features above add their part to a member's page here, e.g. recent posts."""

from collections.abc import Callable

from django.http import HttpRequest
from markupsafe import Markup

from people.models import Member

ProfilePart = Callable[[Member, Member | None, HttpRequest], Markup]
_parts: list[tuple[int, ProfilePart]] = []
_above: list[ProfilePart] = []


def register(part: ProfilePart, *, position: int = 50, is_above: bool = False) -> ProfilePart:
    """Add a part: a function of (member, viewer, request) that returns markup; lower positions come first.

    `is_above`: before what the member says about themselves.
    """
    if is_above and part not in _above:
        _above.append(part)
    if not is_above and all(known is not part for _, known in _parts):
        _parts.append((position, part))
        _parts.sort(key=lambda entry: entry[0])
    return part


def draw_parts(member: Member, viewer: Member | None, request: HttpRequest) -> list[Markup]:
    return [drawn for _, part in _parts if (drawn := part(member, viewer, request))]


def draw_above(member: Member, viewer: Member | None, request: HttpRequest) -> list[Markup]:
    return [drawn for part in _above if (drawn := part(member, viewer, request))]
