"""Rooms as whoever may enter them sees them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.v1.shapes.basics import Body, Count, Flag, Minute, Out, formatted, minute, words
from api.v1.shapes.conversations import Lifetime
from chat.queries import RoomState
from chat.room_places import RoomPlace

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="As 18:30")]
Slowness = Literal[0, 10, 30, 60, 300]
Weekday = Literal[0, 1, 2, 3, 4, 5, 6]


class RoomOut(Out):
    """A room and how it stands right now. Its messages are those of the conversation with the same number."""

    id: int
    place: str = Field(description="What it belongs to, by name")
    name: str
    purpose: str
    lifetime: Lifetime
    slow_seconds: Count = Field(description="How long one waits between two messages of one's own")
    takes_files: bool = Field(description="Whether pictures and voice notes can go with words")
    open: bool
    paused: bool
    closed: bool = Field(description="Closed for good")
    opens_at: Minute | None = Field(description="When it opens next, where it is shut")
    closes_at: Minute | None = Field(description="When it shuts, where it does")
    yours: bool = Field(description="Whether you look after it")

    @classmethod
    def of(cls, state: RoomState, place: RoomPlace, *, yours: bool) -> dict[str, Any]:
        room = state.room
        return {
            "id": room.pk, "place": place.name, "name": room.name, "purpose": room.purpose, "lifetime": room.lifetime,
            "slow_seconds": room.slow_seconds, "takes_files": room.takes_files, "open": state.is_open,
            "paused": state.is_paused, "closed": state.is_closed, "opens_at": state.opens_at and minute(state.opens_at),
            "closes_at": state.closes_at and minute(state.closes_at), "yours": yours,
        }  # fmt: skip


class Rooms(Out):
    items: list[RoomOut]


class Hours(Body):
    """When a room is open, by its clock; over midnight where it closes before it opens."""

    opens_at: Clock
    closes_at: Clock


class RoomWanted(Body):
    """How a room is to be. Without hours it is always open."""

    name: Annotated[str, words(60)]
    purpose: Annotated[str, words(300, least=0)] = ""
    lifetime: Lifetime = "month"
    slow_seconds: Slowness = 0
    takes_files: Flag = Field(True, description="Whether pictures and voice notes can go with words")
    hours: Hours | None = None
    days: list[Weekday] = Field([0, 1, 2, 3, 4, 5, 6], min_length=1, max_length=7, description="0 is Monday")
    time_zone: Annotated[str, formatted("time-zone", max_length=64)] = Field(
        "", description='As "Europe/Madrid"; "" is the one of this place'
    )

    def facts(self) -> dict[str, Any]:
        """Return what the form of a room asks for."""
        return {**self.model_dump(exclude={"hours"}), **(self.hours.model_dump() if self.hours else {})}
