"""Reads about groups and circles, always for a viewer."""

from circles.queries.groups import (
    Standing,
    get_held,
    get_inside,
    get_standing,
    is_apart_from_group,
    list_askers,
    list_groups,
    list_voices,
    names_taken,
    other_name_for,
    places_taken,
)
from circles.voices import Voice

__all__ = [
    "Standing",
    "Voice",
    "get_held",
    "get_inside",
    "get_standing",
    "is_apart_from_group",
    "list_askers",
    "list_groups",
    "list_voices",
    "names_taken",
    "other_name_for",
    "places_taken",
]
