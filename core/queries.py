"""Reads about the installation itself."""

from django.core.cache import cache

from core.models import Community

_known: dict[str, str] = {}


def known_neutral_name() -> str:
    """Return the neutral name as last seen in this process, for pages that may ask nobody."""
    return _known.get("neutral name", "Notes")


def get_community() -> Community:
    """Return the community's facts, cached for half a minute; the defaults before anything was set."""
    community = cache.get("community")
    if community is None:
        community = Community.objects.filter(pk=1).first() or Community(pk=1)
        cache.set("community", community, 30)
    _known["neutral name"] = community.neutral_name
    return community
