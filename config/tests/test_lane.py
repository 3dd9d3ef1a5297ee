"""The lane of what can wait: who goes first, that nobody is kept for ever, and that nothing is lost on the way."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from config import lane as lanes
from config.bridge import Pages
from config.lane import Lane, TooLong


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


async def settled() -> None:
    """Let everything that can go on go on."""
    for _ in range(10):
        await asyncio.sleep(0)


class Traffic:
    """Requests on a lane, each going on until the test ends it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.lane = Lane(self._carry, self.clock)
        self.begun: list[str] = []
        self.groups: list[list[str]] = []
        self.sent_away: list[str] = []
        self._ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, name: str, *, can_wait: bool) -> None:
        self._ends[name] = asyncio.Event()
        self.tasks[name] = asyncio.ensure_future(self._serve(name, can_wait))
        await settled()

    async def end(self, name: str) -> None:
        self._ends[name].set()
        await settled()

    async def _serve(self, name: str, can_wait: bool) -> None:
        try:
            if can_wait:
                await self.lane.ride(name)
            else:
                async with self.lane.pass_by():
                    await self._carry([name])
        except TooLong:
            self.sent_away.append(name)

    async def _carry(self, names: list[str]) -> None:
        self.groups.append(names)
        self.begun += names
        for name in names:
            await self._ends[name].wait()


def run(story: Callable[[Traffic], Coroutine[Any, Any, None]]) -> Traffic:
    async def told() -> Traffic:
        traffic = Traffic()
        await story(traffic)
        for task in traffic.tasks.values():
            task.cancel()
        return traffic

    return asyncio.run(told())


def test_what_can_wait_goes_in_the_order_in_which_it_came_and_together_with_what_came_meanwhile() -> None:
    async def story(traffic: Traffic) -> None:
        for name in ("first", "second", "third"):
            await traffic.come(name, can_wait=True)
        assert traffic.groups == [["first"]]
        await traffic.end("first")
        await traffic.come("fourth", can_wait=True)
        await traffic.end("second")
        await traffic.end("third")

    assert run(story).groups == [["first"], ["second", "third"], ["fourth"]]


def test_no_more_go_together_than_pages_beside_them_bear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "AT_ONCE", 2)

    async def story(traffic: Traffic) -> None:
        for name in ("first", "second", "third", "fourth"):
            await traffic.come(name, can_wait=True)
        await traffic.end("first")
        await traffic.end("second")
        await traffic.end("third")

    assert run(story).groups == [["first"], ["second", "third"], ["fourth"]]


def test_whoever_cannot_wait_passes_all_who_can() -> None:
    async def story(traffic: Traffic) -> None:
        for name in ("first", "second"):
            await traffic.come(name, can_wait=True)
        await traffic.come("a join", can_wait=False)
        assert traffic.begun == ["first", "a join"]
        await traffic.end("first")
        assert traffic.begun == ["first", "a join"], "nobody goes while somebody waits for their answer"
        await traffic.end("a join")

    assert run(story).begun == ["first", "a join", "second"]


def test_however_busy_the_pages_are_the_lane_moves() -> None:
    async def story(traffic: Traffic) -> None:
        await traffic.come("a join", can_wait=False)
        await traffic.come("first", can_wait=True)
        assert traffic.begun == ["a join"]
        traffic.clock.now += lanes.NONE_STANDS_LONGER
        await asyncio.sleep(lanes.NONE_STANDS_LONGER * 2)  # the loop's own clock cannot be moved

    assert run(story).begun == ["a join", "first"]


def test_whoever_has_stood_too_long_is_sent_away_and_the_rest_move_up() -> None:
    async def story(traffic: Traffic) -> None:
        for name in ("slow", "early"):
            await traffic.come(name, can_wait=True)
        traffic.clock.now += lanes.LONGEST_WAIT
        await traffic.come("late", can_wait=True)
        await traffic.end("slow")

    traffic = run(story)
    assert traffic.sent_away == ["early"] and traffic.begun == ["slow", "late"]


def test_a_server_that_ends_waits_for_nobody_in_the_lane() -> None:
    async def story(traffic: Traffic) -> None:
        for name in ("first", "second"):
            await traffic.come(name, can_wait=True)
        traffic.lane.close()
        await traffic.come("third", can_wait=True)

    traffic = run(story)
    assert traffic.begun == ["first"] and traffic.sent_away == ["second", "third"]


@pytest.mark.parametrize("gone", ["first", "second"])
def test_whoever_gives_up_holds_nobody_back(gone: str) -> None:
    async def story(traffic: Traffic) -> None:
        for name in ("first", "second", "third"):
            await traffic.come(name, can_wait=True)
        traffic.tasks[gone].cancel()
        await settled()
        await traffic.end("first")
        await traffic.end("second")

    assert run(story).begun[-1] == "third"


def test_a_join_is_answered_before_exchanges_that_came_earlier() -> None:
    """Through the bridge, with its threads: the order in which answers are made."""
    made: list[str] = []
    may_end = threading.Event()

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        made.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/exchange/0":
            may_end.wait(10)
        start("200 OK", [])
        return [b""]

    async def story() -> None:
        pages = Pages(application, threads=2, can_wait=lambda path: path.startswith("/exchange"))
        pages.start()

        async def ask(path: str) -> None:
            scope = {"method": "GET", "path": path, "query_string": b"", "http_version": "1.1", "headers": []}
            await pages(scope, None, _nothing)
            if path == "/join":
                may_end.set()

        first = asyncio.ensure_future(ask("/exchange/0"))
        while not made:
            await asyncio.sleep(0.01)
        await asyncio.gather(first, *(ask(path) for path in ("/exchange/1", "/exchange/2", "/join")))
        pages.close()

    asyncio.run(story())
    assert made == ["/exchange/0", "/join", "/exchange/1", "/exchange/2"]


async def _nothing(message: dict[str, Any]) -> None:
    """Take an answer and do nothing with it."""


def test_whoever_goes_away_at_the_moment_of_their_turn_leaves_it_to_the_next() -> None:
    async def story(traffic: Traffic) -> None:
        for name in ("first", "second", "third"):
            await traffic.come(name, can_wait=True)
        traffic._ends["first"].set()
        traffic.tasks["second"].cancel()
        await settled()

    assert run(story).begun == ["first", "third"]


def test_a_group_that_breaks_holds_nobody_back() -> None:
    carried: list[list[str]] = []

    async def carry(names: list[str]) -> None:
        carried.append(names)
        await asyncio.sleep(0)
        if names == ["first"]:
            raise RuntimeError

    async def story() -> None:
        lane = Lane(carry)
        await asyncio.wait_for(asyncio.gather(lane.ride("first"), lane.ride("second")), 2)

    asyncio.run(story())

    assert carried == [["first"], ["second"]]
