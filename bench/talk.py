"""What was said in one room and how it arrived, whoever carried it."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

PATIENCE = 15.0


class Open(Protocol):
    """One open room of one person: what they heard of, in order, and when each message was there to read."""

    heard: list[int]
    shown: dict[int, float]
    failed: int


@dataclass
class Talk:
    """How what was said arrived, in milliseconds."""

    members: int
    readable: list[float] = field(default_factory=list)
    missing: int = 0
    disordered: int = 0
    failed: int = 0
    cost: float = 0.0
    pages: float = 0.0
    fetches: int = 0
    messages: int = 0
    in_browser: list[float] = field(default_factory=list)


def count(talk: Talk, pages: Sequence[Open], said: dict[int, float]) -> None:
    """Note what arrived, where, when and in which order; at the end of a stretch all rows must be there."""
    right = sorted(said)
    for page in pages:
        heard = [number for number in page.heard if number in said]
        shown = [number for number in page.shown if number in said]
        talk.missing += len(said.keys() - page.shown.keys()) + len(said.keys() - set(heard))
        talk.disordered += (heard != sorted(set(heard))) + (shown != right and shown != sorted(shown))
        talk.failed += page.failed
        page.failed = 0
        talk.readable += [(page.shown[number] - said[number]) * 1000 for number in shown]


async def until_shown(pages: Sequence[Open], said: dict[int, float]) -> None:
    """Wait until every message is there on every page, with patience but not for ever."""
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline and not all(said.keys() <= page.shown.keys() for page in pages):
        await asyncio.sleep(0.05)
