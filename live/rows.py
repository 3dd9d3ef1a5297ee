"""Rows of a page that go out along with the event that points at them, drawn once for all who see the same.

A stored event holds ids and no words, and stays so. Where many have the same page open, fetching what it points at
costs each of them a request. So features say how the rows of some events are drawn, for which readers alike, and for
whom the page has to fetch. Nothing of it is kept: who missed an event is told of it as a pointer, and fetches.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from live.frames import Event
from live.outbox import Row
from live.threads import DatabaseThreads

if TYPE_CHECKING:
    from live.stream import Stream

log = logging.getLogger("hearthside.live")

# Long, since a row for all is far less work than a request from each: a busy server must not be made busier.
PATIENCE = 5.0
# Drawn for a reader who must not notice that anything happened.
UNHEARD = ""


class Reader(Protocol):
    """How one listener reads the rows of a topic: what its feature made of them, and in which language."""

    @property
    def language(self) -> str: ...


Draw = Callable[[Mapping[str, Any], Sequence[Any]], Sequence[str | None]]

_drawings: dict[str, Draw] = {}


def register(kind: str, draw: Draw) -> None:
    """Let `draw(data, readers)` say for each reader of an event of this kind what goes out with it.

    The row as HTML, None where their page is to fetch it, UNHEARD for whom it must not exist.
    """
    _drawings[kind] = draw


class Drawer:
    """Draws in a thread of its own, one event after the other. While that is stuck, pages fetch for themselves."""

    def __init__(self) -> None:
        self._threads = DatabaseThreads(1, "live-drawer")
        self._drawing: asyncio.Future[Sequence[str | None]] | None = None

    async def versions(self, row: Row, streams: Iterable["Stream"]) -> dict["Stream", Event | None]:
        """Return what to tell the streams that are not told the bare event; None: nothing at all."""
        draw = _drawings.get(row.kind)
        readers = {stream: reader for stream in streams if (reader := stream.reader_of(row))} if draw else {}
        if not draw or not readers:
            return {}
        try:
            rows = await self._within_patience(draw, row, list(readers.values()))
            return _versions(row, readers, rows)
        except Exception:
            log.exception("A row could not be drawn, so pages fetch it")
            return {}

    async def close(self) -> None:
        """Let go of what is being drawn, for nobody is left to be told."""
        if self._drawing:
            self._drawing.cancel()
        await self._threads.close()

    async def _within_patience(self, draw: Draw, row: Row, readers: Sequence[Reader]) -> Sequence[str | None]:
        nothing = [None] * len(readers)
        if self._drawing and not self._drawing.done():
            return nothing
        self._drawing = asyncio.ensure_future(self._threads.ask(draw, row.data, readers))
        done, _ = await asyncio.wait([self._drawing], timeout=PATIENCE)
        return self._drawing.result() if done else nothing


def _versions(
    row: Row, readers: Mapping["Stream", Reader], rows: Sequence[str | None]
) -> dict["Stream", Event | None]:
    """Encode each version once, whoever it goes to."""
    made: dict[tuple[str, str], Event] = {}
    told: dict[Stream, Event | None] = {}
    for (stream, reader), html in zip(readers.items(), rows, strict=True):
        if html == UNHEARD:
            told[stream] = None
        elif html is not None:
            key = (reader.language, html)
            if key not in made:
                made[key] = Event.of(row, {"row": html, "language": reader.language})
            told[stream] = made[key]
    return told
