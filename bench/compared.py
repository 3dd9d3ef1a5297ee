"""The same talk carried by a server of somebody else's: as many listening, as much said, counted in the same way."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from bench.client import percentile
from bench.plan import Plan, say
from bench.server import Server
from bench.streams import uvloop_running
from bench.table import Row
from bench.talk import Open, Talk, count, until_shown

A_SECOND = 5
Said = dict[int, float]


class Speak(Protocol):
    """Has different people say something at a steady pace; returns when each message was sent."""

    def __call__(self, *, first: int, seconds: float) -> Awaitable[Said]: ...


@dataclass(frozen=True)
class Other:
    """A server to compare with. `serving` gives None where it is not installed, which `left_out` says.

    `digits`: how many of the cost in milliseconds are told. Rooms of more than `most` are not tried, where it is given.
    """

    name: str
    room: str
    left_out: str
    serving: Callable[[], AbstractContextManager[Server | None]]
    talk: Callable[[Server, int, Plan], Any]
    digits: int = 3
    most: int | None = None


def measure(other: Other, plan: Plan, sizes: Sequence[int], ours: Talk) -> list[Row]:
    """Return a row for each size it carries; `ours` is our largest room, measured just before."""
    rows = []
    for size in (size for size in sizes if other.most is None or size <= other.most):
        with other.serving() as server:
            if server is None:
                say(f"{other.name} is left out: {other.left_out}")
                return []
            say(f"{other.room} of {other.name} with {size} in it")
            with uvloop_running() as loop:
                rows.append(_row(other, loop.run_until_complete(other.talk(server, size, plan)), ours))
    return rows


async def talk_of(
    server: Server, listeners: Sequence[Open], speak: Speak, *, warm_up: float, seconds: float
) -> Talk:
    """Have them talk for a while until all is warm, then count what arrives and what it costs."""
    await until_shown(listeners, await speak(first=0, seconds=warm_up))
    before = server.cpu_seconds
    said = await speak(first=1_000, seconds=seconds)
    await until_shown(listeners, said)
    talk = Talk(len(listeners), messages=len(said))
    talk.cost = (server.cpu_seconds - before) * 1000 / (len(said) * len(listeners))
    count(talk, listeners, said)
    return talk


async def go(people: Sequence[Any]) -> None:
    """Have everybody hang up."""
    for person in people:
        person.close()
    await asyncio.sleep(0.1)


def _row(other: Other, talk: Talk, ours: Talk) -> Row:
    return Row(
        f"For comparison: {other.name}, {talk.members} in {other.room}, {A_SECOND} messages a second: "
        "at each of them, p95",
        f"{percentile(talk.readable, 95):.0f} ms (p50 {percentile(talk.readable, 50):.0f}); of {talk.messages} said "
        f"{talk.missing} deliveries missing; {talk.cost:.{other.digits}f} ms of server CPU for each message at each of "
        f"them (ours with {ours.members}: {ours.cost:.3f})",
        "–",
        None,
    )
