"""What operators find in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.places import Place, PlaceGroup
from people.permissions import allows


def list_places(request: HttpRequest) -> PlaceGroup | None:
    """Return the way to what calls need, for those who run the place."""
    if not allows(getattr(request, "member", None), "edit_community"):
        return None
    url = "/operator/calls/"
    return PlaceGroup(_("Running this place"), [Place(_("Calls"), url, is_current=request.path == url)])
