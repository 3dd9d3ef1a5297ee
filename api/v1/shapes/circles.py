"""Circles, as those in their support group may know them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from api.v1.shapes.basics import Body, Day, Minute, Out, counted, day, formatted, minute
from api.v1.shapes.rooms import Clock
from circles.models import Schedule
from circles.models.groups import MOST_IN_A_CIRCLE
from circles.queries import CircleStanding

Rhythm = Literal["weekly", "fortnightly", "monthly", "once"]


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


class ScheduleOut(Out):
    """When a support group meets: an hour of its own clock, once or again and again."""

    id: int
    support_group: int
    rhythm: Rhythm
    first_date: Day | None
    at: str
    time_zone: str = Field(description="The group's clock")
    minutes: int
    seats: int
    ended: bool

    @classmethod
    def of(cls, schedule: Schedule) -> dict[str, Any]:
        return {
            "id": schedule.pk, "support_group": schedule.group_id, "rhythm": schedule.rhythm,
            "first_date": day(schedule.first_date), "at": f"{schedule.at:%H:%M}", "time_zone": schedule.time_zone,
            "minutes": schedule.minutes, "seats": schedule.seats, "ended": schedule.ended_at is not None,
        }  # fmt: skip


class Schedules(Out):
    items: list[ScheduleOut]


class ScheduleWanted(Body):
    """When a group is to meet, by its own clock. Monthly keeps to the weekday."""

    rhythm: Rhythm
    first_date: Annotated[str, formatted("coming-day", description="Within the coming year, as 2026-03-24")]
    at: Clock
    minutes: Annotated[int, Field(ge=15, le=180), BeforeValidator(counted)] = 60
    seats: Annotated[int, Field(ge=2, le=MOST_IN_A_CIRCLE), BeforeValidator(counted)] = 8


class CalendarOut(Out):
    """Whether a calendar program may ask when your circles are."""

    since: Minute | None


class NewCalendar(CalendarOut):
    address: str | None = Field(
        description="Shown this once; null when the same request is sent again. Whoever has it can read the times."
    )
