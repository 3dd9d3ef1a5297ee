"""One open event stream: what it may hear, and how it is written to.

    held --begin()--> live <--hold()/release()--> held        end() from anywhere --> ended

While held, and while the browser reads more slowly than we write, events wait in a short queue. A queue that
runs full, or a write that stays stuck, ends the stream: the browser comes back and is told what it missed.
"""

import asyncio
import types
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from typing import Any

from live.frames import END_OF_STREAM, Event, part
from live.outbox import Cursor, Row
from live.topics import Admission, Wish

MOST_WAITING = 256
SEND_TIMEOUT = 20.0
WRITE_SIZE = 64 * 1024
SIGN_OF_LIFE = part(b":\n\n")

Send = Callable[[Any], Coroutine[Any, Any, None]]


class Stream:
    """The events of one browser. Everything here runs in the event loop's thread."""

    __slots__ = (
        "_abort",
        "_begun",
        "_catching_up",
        "_held",
        "_send",
        "_waiting",
        "asked",
        "channels",
        "check_at",
        "ended",
        "good_for",
        "hidden_ids",
        "last",
        "member_id",
        "readers",
        "ticket",
        "wish",
    )

    def __init__(
        self,
        send: Send,
        abort: Callable[[], None],
        *,
        ticket: str,
        admission: Admission,
        asked: tuple[str, ...],
        wish: Wish,
        last: Cursor,
    ) -> None:
        self._send = send
        self._abort = abort
        self._begun = False
        self._held = 1
        self._waiting: deque[Event] = deque()
        self._catching_up: asyncio.Task[None] | None = None
        self.ticket = ticket
        self.member_id = admission.listener.member_id
        self.asked = asked
        self.wish = wish
        self.last = last
        self.check_at = 0.0
        self.ended = ""
        self.allow(admission)

    def begin(self) -> None:
        """Go on with what happens now, after the response was started by hand."""
        self._begun = True
        if self.ended:
            self._write(END_OF_STREAM)
        else:
            self.release()

    def push(self, event: Event) -> None:
        """Write the event, or let it wait its turn; leave out what this listener must not notice."""
        if self._held or self._catching_up:
            self._queue(event)
        elif self._wants(event):
            self._write(event.message)

    def beat(self, told: Cursor, message: dict[str, Any]) -> None:
        """Write a sign of life that moves the browser's place past what it did not hear."""
        if self._held or self._catching_up or self.ended:
            return
        if told > self.last:
            self.last = told
            self._write(message)
        else:
            self._write(SIGN_OF_LIFE)

    def hold(self) -> None:
        """Keep events back, until as many calls to `release` have come."""
        self._held += 1

    def allow(self, admission: Admission) -> None:
        """Go by these permissions from now on, for what waits as well."""
        self.hidden_ids = admission.listener.hidden_ids
        self.good_for = admission.listener.good_for
        self.channels = admission.channels
        self.readers = admission.readers

    def sees(self, members: frozenset[int]) -> bool:
        """Tell whether this listener may notice all of these members."""
        return self.hidden_ids.isdisjoint(members)

    def reader_of(self, row: Row) -> Any:
        """Return how this listener reads the rows of the event's topic, None where their page fetches them."""
        return next((self.readers[channel] for channel in row.channels if channel in self.readers), None)

    def release(self) -> None:
        """Write what waited and go on."""
        self._held -= 1
        while not (self._held or self._catching_up) and (words := self._take()):
            self._write(part(words))

    def end(self, why: str) -> None:
        """End politely where the browser still reads, else cut the line; it will come back if it may."""
        if self.ended:
            return
        self.ended = why
        self._waiting.clear()
        if self._catching_up:
            self._catching_up.cancel()
            self._abort()
        elif why == "lag":
            self._abort()
        elif self._begun:
            self._write(END_OF_STREAM)

    def _queue(self, event: Event) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self.end("lag")
        elif not self.ended:
            self._waiting.append(event)

    def _wants(self, event: Event) -> bool:
        if self.ended or self.channels.isdisjoint(event.channels) or not self.sees(event.whose):
            return False
        if event.cursor is None:
            return True
        if event.cursor <= self.last:
            return False
        self.last = event.cursor
        return True

    def _take(self) -> bytes:
        """Join what waits into one write, as far as it may still be heard."""
        frames: list[bytes] = []
        size = 0
        while self._waiting and size < WRITE_SIZE:
            event = self._waiting.popleft()
            if self._wants(event):
                frames.append(event.message["body"])
                size += len(frames[-1])
        return b"".join(frames)

    def _write(self, message: dict[str, Any]) -> None:
        """Write at once, without waking a task for it; only a write that has to wait becomes one."""
        sending = self._send(message)
        try:
            awaited = sending.send(None)
        except StopIteration:
            return
        except (OSError, RuntimeError):
            self.ended = self.ended or "broken"
            self._abort()
            return
        self._catching_up = asyncio.get_running_loop().create_task(self._catch_up(_rest_of(sending, awaited)))

    async def _catch_up(self, first: "Coroutine[Any, Any, None] | Generator[Any, None, None]") -> None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await first  # type: ignore[misc]
            while not self._held and (words := self._take()):
                async with asyncio.timeout(SEND_TIMEOUT):
                    await self._send(part(words))
        except TimeoutError:
            self.ended = self.ended or "lag"
            self._waiting.clear()
            self._abort()
        finally:
            self._catching_up = None


@types.coroutine
def _rest_of(sending: Coroutine[Any, Any, None], awaited: Any) -> Generator[Any, None, None]:
    """Go on with a coroutine that was started by hand and now waits for `awaited`."""
    try:
        yield awaited
        yield from sending  # type: ignore[misc]
    finally:
        sending.close()
