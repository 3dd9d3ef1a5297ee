"""Who sits at which table."""

from typing import Any

from calls.venues import Venue


def find(table: int, viewer: Any) -> Venue:
    """Return a table, for anybody; the even ones have a host and a door, from 10 on they are large."""
    has_door = table % 2 == 0
    return Venue(
        kind="table",
        id=table,
        title="A table",
        back="/",
        is_host=has_door and viewer.name == "Asha",
        has_waiting_room=has_door,
        most=12 if table >= 10 else 4,
    )
