"""Rows of a room that go out with the event, drawn once for all who see a message alike.

Each reader's view of the message comes from the query their page would use; equal views get one drawing. The author's
own page fetches, and so do those of a helper who is to be advised and of whoever wants pictures open. For whoever sees
no trace of the author nothing happened.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from chat import events, meetings, permissions, queries
from chat.models import Room
from core.support import SupportKind
from live import rows, topics
from live.topics import Listener
from people.models import Member

MOST_VERSIONS = 24  # a reader in a smaller group than these is as well served by fetching


@dataclass(frozen=True, slots=True)
class Reader:
    """How somebody who has a room open reads it; `language` is "" where no page of theirs could take a row."""

    member: Member
    language: str
    takes_down: bool
    helps: bool


@dataclass(frozen=True, slots=True)
class Version:
    """What decides how a row is drawn: everything the template asks about its reader."""

    shown: queries.ShownMessage
    takes_down: bool
    language: str


def read_as(listener: Listener, room_id: int) -> Reader:
    """Return how this listener reads a room that they may enter."""
    place = Room.objects.filter(pk=room_id).values_list("place", flat=True).first()
    return Reader(
        listener.member,
        listener.language,
        takes_down=place is not None and permissions.can_decide_about_room(listener.member, place),
        helps=meetings.helps(listener.member),
    )


def draw(data: Mapping[str, Any], readers: Sequence[Reader]) -> Sequence[str | None]:
    """Return for each reader the row of the message as their page would draw it (see live.rows)."""
    found = queries.find_shared(data["message"], now=timezone.now())
    if found is None:
        return [None] * len(readers)
    drawing = Drawing(found)
    drawn: dict[int, str | None] = {}
    for language, places in _by_language(readers).items():
        with translation.override(language or None):
            drawn |= {place: drawing.row_for(readers[place]) for place in places}
    return [drawn[place] for place in range(len(readers))]


def _by_language(readers: Sequence[Reader]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, reader in enumerate(readers):
        places[reader.language].append(place)
    return places


class Drawing:
    """The versions of one row that were drawn so far."""

    def __init__(self, found: queries.SharedMessage) -> None:
        self._found = found
        self._now = timezone.now()
        self._made: dict[Version, str] = {}

    def row_for(self, reader: Reader) -> str | None:
        """Return the row this reader gets, in the language that is on; None where their page has to ask for it."""
        if reader.member.pk in self._found.apart:
            return rows.UNHEARD
        version = self._version_for(reader) if reader.language else None
        if version is None:
            return None
        if version not in self._made and len(self._made) < MOST_VERSIONS:
            self._made[version] = _html(version, self._found)
        return self._made.get(version)

    def _version_for(self, reader: Reader) -> Version | None:
        shown = self._found.shown_to(reader.member, now=self._now)
        is_advised = reader.helps and queries.asks_for_help([shown])
        opens_pictures = bool(shown.attachments) and not reader.member.pictures_on_tap
        if shown.is_mine or is_advised or opens_pictures:
            return None
        return Version(shown, reader.takes_down, reader.language)


def _html(version: Version, found: queries.SharedMessage) -> str:
    """Draw the row by the template a page would fetch it from."""
    return render_to_string(
        "chat/_message_rows.html",
        {
            "standing": found.standing,
            "rows": [version.shown],
            "support_kinds": SupportKind.choices,
            "takes_down": version.takes_down,
            "opens_pictures": False,
            "read_until": 0,
        },
    ).strip()


def install() -> None:
    """Let whoever may enter a room hear it, and draw what is said there."""
    topics.register("room", queries.may_listen, reads_as=read_as)
    for kind in (events.MESSAGE_CAME, events.MESSAGE_CHANGED):
        rows.register(kind, draw)
