"""A lane for requests that can wait, so that those somebody waits for pass them.

When many calls begin in the same minute, their browsers have tens of thousands of things to tell each other, and
whoever presses "Join" meanwhile must not stand behind all of that. So the exchanges of call pages go one at a time,
in the order in which they came, while nothing else is being answered. A page has one exchange on its way and gathers
what it has to say meanwhile: the longer the lane, the fewer there are.

Everything here runs in the event loop's thread.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

# However busy the pages are, one goes when so long none did.
NONE_STANDS_LONGER = 0.05
# Proxies cut a line after a minute without a word; whoever waited so long is told to come again.
LONGEST_WAIT = 30.0

Place = tuple[float, "asyncio.Future[None]"]


class TooLong(Exception):
    """The lane is so long that this request is better sent again later."""


class Lane:
    """Lets one of those that can wait go when nobody else is being served."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._longest_wait = LONGEST_WAIT
        self._waiting: deque[Place] = deque()
        self._others = 0
        self._is_taken = False
        self._last_went = clock()
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def pass_by(self) -> AsyncIterator[None]:
        """Serve a request somebody waits for: at once."""
        self._others += 1
        try:
            yield
        finally:
            self._others -= 1
            self._let_go()

    @asynccontextmanager
    async def wait(self) -> AsyncIterator[None]:
        """Serve a request that can wait, when its turn has come; raise TooLong where that takes too long."""
        place = (self._clock(), asyncio.get_running_loop().create_future())
        self._waiting.append(place)
        self._let_go()
        try:
            await place[1]
        except BaseException:
            self._give_up(place)
            raise
        try:
            yield
        finally:
            self._is_taken = False
            self._let_go()

    def close(self) -> None:
        """Send everybody away, and let nobody wait from now on: the server is about to end."""
        self._longest_wait = 0.0
        self._send_away()

    def _let_go(self) -> None:
        """Let the next one go if it may; otherwise look again when it has stood too long."""
        self._send_away()
        if self._is_taken or not self._waiting:
            return
        stands_until = self._last_went + NONE_STANDS_LONGER
        if self._others and self._clock() < stands_until:
            self._look_again(stands_until - self._clock())
            return
        _, turn = self._waiting.popleft()
        if turn.done():  # gone at this very moment
            self._let_go()
            return
        self._is_taken = True
        self._last_went = self._clock()
        turn.set_result(None)

    def _give_up(self, place: Place) -> None:
        """Forget somebody who does not wait any more; a turn that was theirs already is the next one's."""
        if place in self._waiting:
            self._waiting.remove(place)
        elif place[1].done() and not place[1].cancelled() and place[1].exception() is None:
            self._is_taken = False
        self._let_go()

    def _send_away(self) -> None:
        """Take out who has waited too long."""
        while self._waiting and self._clock() - self._waiting[0][0] >= self._longest_wait:
            _, turn = self._waiting.popleft()
            if not turn.done():
                turn.set_exception(TooLong())

    def _look_again(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._time_is_up)

    def _time_is_up(self) -> None:
        self._timer = None
        self._let_go()
