"""Notices in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.places import Place, PlaceGroup
from notifications.queries import has_unread
from people.permissions import allows


def list_places(request: HttpRequest) -> PlaceGroup | None:
    """Return the way to a member's notices, with a dot while something new waits; nothing for a stranger."""
    member = getattr(request, "member", None)
    if not member:
        return None
    url = "/notices/"
    return PlaceGroup(_("You"), [Place(_("Notices"), url, has_unread(member), request.path == url)])


def operator_group(request: HttpRequest) -> PlaceGroup | None:
    """Return the operators' way to how sending does."""
    if not allows(getattr(request, "member", None), "edit_community"):
        return None
    return PlaceGroup(_("Running this place"), [Place(_("Notes outside"), "/operator/notes/")])
