"""Where the operator says in public how this place is run."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.places import Place, PlaceGroup
from people.permissions import allows


def operator_group(request: HttpRequest) -> PlaceGroup | None:
    """What the operator publishes for everybody."""
    if not allows(request.member, "edit_community"):
        return None
    return PlaceGroup(_("Running this place"), [Place(_("Risks and figures"), "/operator/transparency/")])
