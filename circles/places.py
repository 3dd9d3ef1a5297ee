"""Groups in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.places import Place, PlaceGroup


def list_places(request: HttpRequest) -> PlaceGroup | None:
    """Return the way to the groups; nothing for a stranger."""
    if getattr(request, "member", None) is None:
        return None
    return PlaceGroup(
        _("You"), [Place(_("Support groups"), "/support-groups/"), Place(_("Circles"), "/circles/")]
    )
