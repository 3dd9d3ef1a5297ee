"""Groups, the places in them, their circles, and what goes on in a circle."""

from circles.models.circles import CalendarFeed, Circle, Rhythm, Schedule, Seat
from circles.models.groups import Door, Group, Membership, Waiting
from circles.models.meetings import Colour, Meeting, Phase, Presence, SideRoom, Turn
from circles.models.records import CircleRecord, Leaving, OwnNote, Step, Worry

__all__ = [
    "CalendarFeed",
    "Circle",
    "CircleRecord",
    "Colour",
    "Door",
    "Group",
    "Leaving",
    "Meeting",
    "Membership",
    "OwnNote",
    "Phase",
    "Presence",
    "Rhythm",
    "Schedule",
    "Seat",
    "SideRoom",
    "Step",
    "Turn",
    "Waiting",
    "Worry",
]
