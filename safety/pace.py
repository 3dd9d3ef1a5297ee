"""When somebody wrote lately, in every feature together. Features say it here when they start."""

from collections.abc import Callable, Iterable
from datetime import datetime

from people.models import Member

TimesSince = Callable[[Member, datetime], Iterable[datetime]]

_times_since: list[TimesSince] = []


def register(times_since: TimesSince) -> None:
    """Have what this feature lets people write count; registering it again changes nothing."""
    if times_since not in _times_since:
        _times_since.append(times_since)


def times_since(member: Member, since: datetime) -> list[datetime]:
    """Return when this member wrote anything to others since then, newest first."""
    return sorted((at for times in _times_since for at in times(member, since)), reverse=True)
