"""The whole installation as one ASGI application: the event stream itself, Django's pages behind a bridge."""

import os
import threading
from typing import Any

from django.urls import get_resolver

from config.bridge import Pages
from config.wsgi import application as pages

# isort: split
# The features are ready now.
from calls import together
from calls.actions import note_waiting
from calls.urls import CAN_WAIT, COMES
from live.events import API_PATH, listen
from live.hub import Hub

EVENT_PATHS = ("/events", API_PATH)


class Installation:
    """Answers the event stream in the event loop and everything else in the threads for pages."""

    def __init__(self, threads: int) -> None:
        self.hub = Hub()
        self._pages = Pages(
            pages,
            threads,
            can_wait=_can_wait,
            comes=_comes,
            together=together,
            too_long=_stood_too_long,
        )

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            if scope["path"] in EVENT_PATHS:
                await listen(self.hub, scope, receive, send)
            else:
                await self._pages(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    def let_go(self) -> None:
        """Have nobody wait for anything any more: the server is about to end."""
        self.hub.end_streams()
        self._pages.send_away()

    async def _live(self, receive: Any, send: Any) -> None:
        """Begin with the server and end with it."""
        await receive()
        await self.hub.start()
        self._pages.start()
        # Read now, beside the first streams: whoever comes first would wait for it, and those behind them.
        threading.Thread(target=_read_addresses, name="addresses", daemon=True).start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.hub.stop()
        self._pages.close()
        await send({"type": "lifespan.shutdown.complete"})


def _read_addresses() -> None:
    """Import what answers: Django does so when the first page is asked for."""
    _ = get_resolver().url_patterns


def _can_wait(path: str) -> bool:
    return CAN_WAIT.fullmatch(path) is not None


def _comes(path: str) -> bool:
    return COMES.fullmatch(path) is not None


def _stood_too_long(path: str) -> None:
    """Have nobody counted as gone because the lane was long."""
    if found := CAN_WAIT.fullmatch(path):
        note_waiting(found[1])


application = Installation(threads=int(os.environ.get("HEARTHSIDE_THREADS") or 4))
