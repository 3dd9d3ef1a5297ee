"""Features beside and above the forum add their part to a space's page here, e.g. its rooms."""

from collections.abc import Callable

from django.http import HttpRequest
from markupsafe import Markup

from forum.models import Space
from people.models import Member

SpacePart = Callable[[Space, Member | None, HttpRequest], Markup]
_parts: list[SpacePart] = []


def register(part: SpacePart) -> None:
    """Add a part: a function of (space, viewer, request) that returns markup, "" for nothing."""
    if part not in _parts:
        _parts.append(part)


def draw_parts(space: Space, viewer: Member | None, request: HttpRequest) -> list[Markup]:
    return [drawn for part in _parts if (drawn := part(space, viewer, request))]
