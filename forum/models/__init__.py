"""Spaces hold threads, threads hold posts: the opening post and the replies."""

from forum.models.helping import HelperSettings, Offer, OfferSettings
from forum.models.imports import ImportedItem
from forum.models.pictures import Picture
from forum.models.posts import Post, PostRevision, Support
from forum.models.reading import Bookmark, Draft, Reading, SpaceVisit
from forum.models.spaces import Space, SpaceMembership
from forum.models.threads import Alias, Thread

__all__ = [
    "Alias",
    "Bookmark",
    "Draft",
    "HelperSettings",
    "ImportedItem",
    "Offer",
    "OfferSettings",
    "Picture",
    "Post",
    "PostRevision",
    "Reading",
    "Space",
    "SpaceMembership",
    "SpaceVisit",
    "Support",
    "Thread",
]
