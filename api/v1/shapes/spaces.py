"""Spaces and their doors, as one viewer may know them."""

from typing import Any, Literal

from pydantic import Field

from api.v1.shapes.basics import Body, Flag, Out
from forum import permissions
from forum.models import Space
from people.models import Member


class Place(Out):
    slug: str
    name: str


class SpaceOut(Out):
    """A place with a purpose and a door."""

    slug: str
    name: str
    purpose: str
    agreement: str
    access: Literal["open", "members", "request", "group"]
    standing: Literal["outside", "asked", "inside"] = Field(description="Whether you are let in")
    can_read: bool
    can_post: bool
    can_moderate: bool
    news: bool = Field(description="Whether something happened since you last looked")
    topic: str = Field(description="What to name to the event stream to hear of new threads")

    @classmethod
    def of(cls, space: Space, viewer: Member | None, *, asked: bool, news: bool) -> dict[str, Any]:
        can_read = permissions.can_read(viewer, space)
        return {
            "slug": space.slug, "name": space.name, "purpose": space.purpose, "agreement": space.agreement,
            "access": space.access, "standing": "inside" if can_read else "asked" if asked else "outside",
            "can_read": can_read, "can_post": permissions.can_post(viewer, space),
            "can_moderate": permissions.can_moderate(viewer, space), "news": news, "topic": f"space:{space.pk}",
        }  # fmt: skip


class OneSpace(SpaceOut):
    moderators: list[str] = Field(description="By name")


class Spaces(Out):
    items: list[SpaceOut]


class Answer(Body):
    """What becomes of somebody who asked to be let in."""

    admit: Flag
