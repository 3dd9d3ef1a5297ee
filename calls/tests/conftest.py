"""A room for calls that is no feature's: Asha holds it, and whoever is not named as kept out may come."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from calls import actions, venues
from calls.actions import Said, media, presence
from calls.models import Participant, Signal
from calls.venues import Face, Venue, own_faces


class Room:
    """The room of these tests, and what its doors do."""

    def __init__(self) -> None:
        self.kept_out: set[int] = set()
        self.hosts: set[int] = set()
        self.facts: dict[str, Any] = {"most": 4}
        self.told = 0
        self.faces: dict[int, Face] = {}

    def find(self, venue_id: int, viewer: Any) -> Venue:
        if viewer.pk in self.kept_out:
            raise Http404
        venue = Venue(kind="room", id=venue_id, title="A room", back="/", is_host=viewer.pk in self.hosts)
        return replace(venue, **self.facts)

    def changed(self, venue_id: int, member_id: int) -> None:
        self.told += 1

    def show(self, venue_id: int, members: Sequence[Any], viewer: Any) -> dict[int, Face]:
        return own_faces(venue_id, members, viewer) | self.faces

    def enter(self, member: Any, *, way: str = "voice", now: datetime | None = None) -> Participant:
        now = now or timezone.now()
        return actions.join(self.find(1, member), member=member, way=way, now=now)


@pytest.fixture
def room(db: None, with_relay: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    made = Room()
    monkeypatch.setattr(presence, "_noted", set())
    monkeypatch.setattr(presence, "_written_at", None)
    monkeypatch.setattr(media, "_not_asked_before", 0.0)
    venues.register("room", find=made.find, changed=made.changed, faces=made.show)
    yield made
    venues._kinds.pop("room")


@pytest.fixture
def tell() -> Callable[..., list[Signal]]:
    """Return a function by which one browser says something to another, or only looks what waits."""

    def exchange(mine: Participant, *said: Said, **facts: Any) -> list[Signal]:
        facts = {"way": "voice", "is_muted": False, "now": timezone.now(), **facts}
        return actions.exchange(mine, said=said, **facts).signals

    return exchange
