"""What operators find in the rail."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.places import Place, PlaceGroup, register_places
from people.permissions import allows

OPERATOR_PAGES = [
    ("operator_community", "edit_community", "Community"),
    ("operator_agreement", "edit_agreement", "Agreement"),
    ("operator_topics", "edit_topics", "Topics"),
    ("operator_members", "set_roles", "Members and roles"),
]


def operator_places(request: HttpRequest) -> PlaceGroup | None:
    """Return the pages for running this place, to those who may open them."""
    member = getattr(request, "member", None)
    pages = [
        (url_name, label) for url_name, permission, label in OPERATOR_PAGES if allows(member, permission)
    ]
    if not pages:
        return None
    addresses = [(reverse(url_name), label) for url_name, label in pages]
    return PlaceGroup(
        _("Running this place"),
        [Place(_(label), address, is_current=request.path == address) for address, label in addresses],
    )


register_places(operator_places, position=90)
