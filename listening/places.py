"""The way to those who wait, in the rail of those who listen."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.places import Place, PlaceGroup
from listening import permissions


def list_places(request: HttpRequest) -> PlaceGroup | None:
    places = []
    if permissions.can_listen(request.member):
        places.append(Place(_("Listening"), "/listening/"))
    return PlaceGroup(_("You"), places) if places else None
