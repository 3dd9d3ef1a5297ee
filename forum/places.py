"""The forum's part of the left rail."""

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.memory import Memory
from core.places import Place, PlaceGroup
from forum import permissions, queries

_own = Memory(16)


def spaces_group(request: HttpRequest) -> PlaceGroup:
    """Spaces, with a mark where something is new."""
    here = request.path
    return PlaceGroup(
        _("Spaces"),
        [
            Place(space.name, f"/spaces/{space.slug}/", has_news, here.startswith(f"/spaces/{space.slug}/"))
            for space, has_news in queries.spaces_for_rail(request.member)
        ],
    )


def own_group(request: HttpRequest) -> PlaceGroup | None:
    """What a member reads and keeps."""
    return None if request.member is None else _own_places(get_language())


def _own_places(language: str | None) -> PlaceGroup:
    """Return them in this language, which is the one pages speak now."""
    group: PlaceGroup | None = _own.get(language)
    if group is None:
        group = PlaceGroup(
            _("You"),
            [
                Place(_("Waiting for an answer"), "/unanswered/"),
                Place(_("Helping"), "/helping/"),
                Place(_("Following"), "/following/"),
                Place(_("Kept posts"), "/bookmarks/"),
            ],
        )
        _own.put(language, group)
    return group


def operator_group(request: HttpRequest) -> PlaceGroup | None:
    """Where staff see how the week went, and the operator arranges the spaces."""
    places = []
    if permissions.can_see_the_week(request.member):
        places.append(Place(_("The week"), "/staff/week/"))
    if permissions.can_set_offer_waits(request.member):
        places.append(Place(_("Asking helpers"), "/operator/offers/"))
    if permissions.can_arrange_spaces(request.member):
        places.append(Place(_("Spaces"), "/operator/spaces/"))
    return PlaceGroup(_("Running this place"), places) if places else None
