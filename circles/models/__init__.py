"""Groups, the places in them, and their circles."""

from circles.models.circles import CalendarFeed, Circle, Rhythm, Schedule, Seat
from circles.models.groups import Door, Group, Membership, Waiting

__all__ = ["CalendarFeed", "Circle", "Door", "Group", "Membership", "Rhythm", "Schedule", "Seat", "Waiting"]
