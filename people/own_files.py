"""Where the files stand that members keep here. Features above say it of their own, for the member who looks."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from people.models import Member

PlacesOf = Callable[[Iterable[Any], Member, datetime], Mapping[Any, str]]
_places: dict[str, PlacesOf] = {}


def register(model: str, places_of: PlacesOf) -> None:
    """Let `places_of(files, viewer, now)` return addresses by file, of those whose words the viewer still reads."""
    _places[model] = places_of


def places_of(files: Iterable[Any], *, viewer: Member, now: datetime) -> dict[Any, str]:
    """Return where these files of the viewer's own stand, without those that are gone or that they read no more."""
    by_model: dict[str, list[Any]] = {}
    for file in files:
        by_model.setdefault(file._meta.label, []).append(file)
    found: dict[Any, str] = {}
    for model, some in by_model.items():
        if model in _places:
            found |= _places[model](some, viewer, now)
    return found
