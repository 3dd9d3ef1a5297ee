"""The safety desk's part of the left rail."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.places import Place, PlaceGroup
from people.permissions import allows
from safety import permissions


def desk_group(request: HttpRequest) -> PlaceGroup | None:
    """Where staff find what needs a person."""
    places = []
    if permissions.can_see_desk(request.member):
        places.append(Place(_("Safety desk"), "/desk/"))
    if permissions.can_be_on_duty(request.member):
        places.append(Place(_("Rota"), "/rota/"))
    return PlaceGroup(_("You"), places) if places else None


def operator_group(request: HttpRequest) -> PlaceGroup | None:
    """Where the operator sets the desk's clocks, plans shifts and reads what staff did."""
    member = request.member
    places = []
    if permissions.can_set_clocks(member):
        places.append(Place(_("Safety desk"), "/operator/desk/"))
        places.append(Place(_("Sorting what is written"), "/operator/screening/"))
    if permissions.can_plan_rota(member):
        places.append(Place(_("Rota"), "/operator/rota/"))
    if permissions.can_edit_protocols(member):
        places.append(Place(_("Protocols"), "/operator/protocols/"))
    if allows(member, "set_roles"):
        places.append(Place(_("Who would like to help"), "/operator/helpers/"))
    if allows(member, "see_audit"):
        places.append(Place(_("What staff did"), "/operator/audit/"))
    return PlaceGroup(_("Running this place"), places) if places else None
