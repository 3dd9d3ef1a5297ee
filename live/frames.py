"""Events as they go over the wire; each is encoded once, whoever it goes to."""

import json
from typing import Any

from live.outbox import Cursor, Row

START_OF_STREAM = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-cache, no-transform, private"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
    ],
}
END_OF_STREAM = {"type": "http.response.body", "body": b"", "more_body": False}


class Event:
    """What the hub hands to streams: an outbox row or a whisper, with its bytes made once."""

    __slots__ = ("channels", "cursor", "message", "whose")

    def __init__(
        self,
        channels: tuple[str, ...],
        kind: str,
        data: dict[str, Any],
        whose: frozenset[int],
        cursor: Cursor | None,
    ) -> None:
        self.channels = channels
        self.whose = whose
        self.cursor = cursor
        self.message = part(frame(kind, data, cursor))

    @classmethod
    def of(cls, row: Row, more: dict[str, str] | None = None) -> "Event":
        """Return a row of the outbox as it is told; `more` goes out along with it and is stored nowhere."""
        return cls(row.channels, row.kind, row.data | (more or {}), row.whose, row.cursor)


def part(body: bytes) -> dict[str, Any]:
    """Return one piece of a response that goes on."""
    return {"type": "http.response.body", "body": body, "more_body": True}


def frame(kind: str, data: dict[str, Any], cursor: Cursor | None) -> bytes:
    """Return one event of the stream; without a cursor the browser's place stays where it was."""
    place = f"id: {cursor}\n" if cursor else ""
    return f"{place}event: {kind}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


def place(cursor: Cursor) -> bytes:
    """Return a frame that only moves the browser's place; no page hears of it."""
    return f"id: {cursor}\n\n".encode()
