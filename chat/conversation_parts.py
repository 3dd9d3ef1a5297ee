"""Features above add their part to the page of a conversation here, below what was said last."""

from collections.abc import Callable

from django.http import HttpRequest
from markupsafe import Markup

from chat.queries import Standing

ConversationPart = Callable[[Standing, HttpRequest], Markup]
_parts: list[ConversationPart] = []


def register(part: ConversationPart) -> ConversationPart:
    """Add a part: a function of (standing, request) that returns markup, empty where it has nothing to say."""
    if part not in _parts:
        _parts.append(part)
    return part


def draw_parts(standing: Standing, request: HttpRequest) -> list[Markup]:
    return [drawn for part in _parts if (drawn := part(standing, request))]
