"""Where and when a search looks."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Range:
    """The spaces the viewer may read, or one of them; a stretch of time; and where the last page ended."""

    space_ids: tuple[int, ...]
    one_space: bool = False
    since: datetime | None = None
    until: datetime | None = None
    before: tuple[datetime, int] | None = None
