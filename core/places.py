"""The left rail: features above core register what a visitor can go to from any page."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext_noop


class Place(NamedTuple):
    """One link in the rail."""

    label: str
    url: str
    is_new: bool = False
    is_current: bool = False


class PlaceGroup(NamedTuple):
    """A labelled list of places."""

    label: str
    places: Sequence[Place] = ()


PlaceSource = Callable[[HttpRequest], PlaceGroup | None]

_sources: list[tuple[int, PlaceSource]] = []


def register_places(source: PlaceSource, *, position: int = 50) -> PlaceSource:
    """Add a source of places to every page's rail; lower positions come first. Usable as a decorator."""
    if all(known is not source for _, known in _sources):
        _sources.append((position, source))
        _sources.sort(key=lambda entry: entry[0])
    return source


def list_places(request: HttpRequest) -> list[PlaceGroup]:
    """Return the groups that have something in them for this visitor; groups of one label become one."""
    merged: dict[str, list[Place]] = {}
    for _, source in _sources:
        group = source(request)
        if group and group.places:
            merged.setdefault(group.label, []).extend(group.places)
    return [PlaceGroup(label, places) for label, places in merged.items()]


def place_facts(groups: Iterable[PlaceGroup], request: HttpRequest | None) -> tuple[PlaceGroup, ...]:
    """Return everything the rail says, so that a rail with the same facts is drawn once."""
    here = request.path if request is not None else ""
    return tuple(
        PlaceGroup(
            label, tuple(place._replace(is_current=True) if place.url == here else place for place in places)
        )
        for label, places in groups
    )


def tab_facts(groups: Iterable[PlaceGroup], request: HttpRequest | None, member: Any) -> tuple[Place, ...]:
    """Return what the bar at the thumb says, as (label to translate, address, is new, is current)."""
    has_news = any(place.is_new for _, places in groups for place in places if place.url == "/notices/")
    tabs = [
        (gettext_noop("Home"), "/", False),
        (gettext_noop("Spaces"), "/spaces/", False),
        (gettext_noop("Search"), "/search/", False),
    ]
    if member:
        tabs += [(gettext_noop("Notices"), "/notices/", has_news), (gettext_noop("You"), "/account/", False)]
    else:
        tabs += [(gettext_noop("Join"), "/join/", False), (gettext_noop("Sign in"), "/sign-in/", False)]
    here = request.path if request is not None else ""
    return tuple(
        Place(label, url, is_new, here == url or (url != "/" and here.startswith(url)))
        for label, url, is_new in tabs
    )
