"""A lane for requests that can wait, so that those somebody waits for pass them.

When many calls begin in the same minute, their browsers have tens of thousands of things to tell each other, and
whoever presses "Join" meanwhile must not stand behind all of that. So the exchanges of call pages go one group after
the other, in the order in which they came, while nothing else is being answered. A group costs little more than one
of them alone, and a page has one exchange on its way and gathers what it has to say meanwhile: the longer the lane,
the fewer there are, and the less each costs.

Everything here runs in the event loop's thread.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

# However busy the pages are, a group goes when so long none did.
NONE_STANDS_LONGER = 0.05
# So many go together: few enough that pages beside them hardly notice.
AT_ONCE = 40
# Proxies cut a line after a minute without a word; whoever waited so long is told to come again.
LONGEST_WAIT = 30.0


class TooLong(Exception):
    """The lane is so long that this request is better sent again later."""


@dataclass(eq=False, slots=True)
class Place:
    """Somebody in the lane: since when, and what settles once they were carried."""

    rider: Any
    since: float
    turn: "asyncio.Future[None]"


class Lane:
    """Carries those that can wait, a group at a time, when nobody else is being served."""

    def __init__(
        self,
        carry: Callable[[list[Any]], Awaitable[None]],
        clock: Callable[[], float] = time.monotonic,
        *,
        longest_wait: float | None = None,
    ) -> None:
        self._carry, self._clock = carry, clock
        self._longest_wait = LONGEST_WAIT if longest_wait is None else longest_wait
        self._waiting: deque[Place] = deque()
        self._others = 0
        self._under_way: asyncio.Task[None] | None = None
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

    async def ride(self, rider: Any) -> None:
        """Have this one carried when its turn has come; raise TooLong where that takes too long."""
        place = Place(rider, self._clock(), asyncio.get_running_loop().create_future())
        self._waiting.append(place)
        self._let_go()
        await place.turn

    def close(self) -> None:
        """Send everybody away, and let nobody wait from now on: the server is about to end."""
        self._longest_wait = 0.0
        self._send_away()

    def _let_go(self) -> None:
        """Let the next group go if it may; otherwise look again when it has stood too long."""
        self._send_away()
        if self._under_way or not self._waiting:
            return
        stands_until = self._last_went + NONE_STANDS_LONGER
        if self._others and self._clock() < stands_until:
            self._look_again(stands_until - self._clock())
            return
        if group := self._next():
            self._under_way = asyncio.get_running_loop().create_task(self._go(group))

    def _next(self) -> list[Place]:
        """Take out the group whose turn it is; who went away meanwhile is not in it."""
        group: list[Place] = []
        while self._waiting and len(group) < AT_ONCE:
            place = self._waiting.popleft()
            if not place.turn.done():
                group.append(place)
        return group

    async def _go(self, group: list[Place]) -> None:
        try:
            await self._carry([each.rider for each in group])
        finally:
            self._under_way = None
            self._last_went = self._clock()
            for each in group:
                if not each.turn.done():
                    each.turn.set_result(None)
            self._let_go()

    def _send_away(self) -> None:
        """Take out who has waited too long."""
        while self._waiting and self._clock() - self._waiting[0].since >= self._longest_wait:
            turn = self._waiting.popleft().turn
            if not turn.done():
                turn.set_exception(TooLong())

    def _look_again(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._time_is_up)

    def _time_is_up(self) -> None:
        self._timer = None
        self._let_go()
