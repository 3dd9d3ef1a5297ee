"""Conversations in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from chat.queries import has_unread
from core.places import Place, PlaceGroup


def list_places(request: HttpRequest) -> PlaceGroup | None:
    """Return the way to a member's conversations, with a dot while something new waits; nothing for a stranger."""
    member = getattr(request, "member", None)
    if not member:
        return None
    url = "/conversations/"
    return PlaceGroup(_("You"), [Place(_("Conversations"), url, has_unread(member), request.path == url)])
