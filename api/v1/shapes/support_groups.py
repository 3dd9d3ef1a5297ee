"""Support groups, as one member may know them. Nobody in one is named to those outside."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from api.v1.shapes.basics import Body, Flag, Minute, Name, Out, counted, formatted, minute, words
from circles.models.groups import MOST_MEMBERS
from circles.queries import Standing, Voice


class SupportGroupOut(Out):
    """A few people who meet, what they are for, and how you stand to them."""

    id: int
    name: str
    purpose: str
    for_whom: str
    agreement: str
    door: Literal["open", "request", "invitation"]
    size: int = Field(description="How many people at most")
    time_zone: str = Field(description="The group's clock")
    standing: Literal["outside", "asked", "waiting", "offered", "run_out", "inside"]
    kept_until: Minute | None = Field(description="Until when a place is kept for you")
    your_name: str | None = Field(description="Who you are in it, while you are in it")
    holds: bool = Field(description="Whether you hold the group")
    held: bool = Field(description="Whether anybody holds the group right now")
    owes_agreement: bool = Field(description="Whether the agreement changed since you said yes to it")
    space: str | None = Field(description="Its own space, for those inside")

    @classmethod
    def of(cls, standing: Standing, *, own_name: str, now: datetime) -> dict[str, Any]:
        group, mine, waiting = standing.group, standing.mine, standing.waiting
        until = waiting.offered_until if waiting and standing.offer_stands(now) else None
        return {
            "id": group.pk, "name": group.name, "purpose": group.purpose, "for_whom": group.for_whom,
            "agreement": group.agreement, "door": group.door, "size": group.size, "time_zone": group.time_zone,
            "standing": standing.state(now), "kept_until": minute(until) if until else None,
            "your_name": (mine.name or own_name) if mine else None, "holds": standing.holds,
            "held": group.unheld_since is None,
            "owes_agreement": mine is not None and mine.owes_agreement,
            "space": group.space.slug if mine else None,
        }  # fmt: skip


class SupportGroups(Out):
    items: list[SupportGroupOut]


class NameInGroup(Body):
    """Under which name: your own, or one that nobody outside can join to you."""

    other_name: Flag = Field(description="Whether you have another name in the group")


class ComingIn(NameInGroup):
    agree: Literal[True] = Field(description="You have read the agreement and say yes to it")


class SupportGroupWanted(Body):
    """What a support group says of itself: all of it."""

    name: Annotated[str, words(60)]
    purpose: Annotated[str, words(300)]
    for_whom: Annotated[str, words(300, least=0)] = ""
    agreement: Annotated[str, words(4_000)] = Field(
        description="Everybody says yes to it before they come in"
    )
    door: Literal["open", "request", "invitation"]
    size: Annotated[int, Field(ge=2, le=MOST_MEMBERS), BeforeValidator(counted)]
    time_zone: Annotated[str, formatted("place-with-a-clock", description="As Europe/Madrid")]


class SomebodyInvited(Body):
    member: Name


class SomebodyInside(Out):
    id: int = Field(description="The number of their place in this group, and of nothing else")
    name: str
    holds: bool
    you: bool

    @classmethod
    def of(cls, voice: Voice) -> dict[str, Any]:
        return {"id": voice.key, "name": voice.name, "holds": voice.facilitates, "you": voice.is_mine}


class Insiders(Out):
    items: list[SomebodyInside]


class AskerOut(Out):
    id: int
    name: str
    asked_at: Minute


class Askers(Out):
    items: list[AskerOut]
