"""Groups, the places in them, and their circles."""

from circles.models.groups import Door, Group, Membership, Waiting

__all__ = ["Door", "Group", "Membership", "Waiting"]
