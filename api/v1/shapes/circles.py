"""Circles, as those in their support group may know them."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from api.v1.shapes.basics import Minute, Out, minute
from circles.queries import CircleStanding


class CircleOut(Out):
    """One meeting of a support group."""

    id: int
    support_group: int
    starts_at: Minute
    ends_at: Minute
    time_zone: str = Field(description="The group's clock, which its circles keep to")
    called_off: bool
    over: bool
    full: bool = Field(description="Whether every seat is taken")
    yours: Literal["none", "seat", "line"]

    @classmethod
    def of(cls, standing: CircleStanding, *, now: datetime) -> dict[str, Any]:
        circle = standing.circle
        return {
            "id": circle.pk, "support_group": standing.group.pk, "starts_at": minute(circle.starts_at),
            "ends_at": minute(circle.ends_at), "time_zone": circle.schedule.time_zone,
            "called_off": circle.cancelled_at is not None, "over": circle.ends_at <= now,
            "full": standing.is_full, "yours": standing.state,
        }  # fmt: skip


class Circles(Out):
    items: list[CircleOut]
