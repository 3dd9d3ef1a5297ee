"""One reader per process takes events from the outbox to the streams that may hear them."""

import asyncio
import logging
import random
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from django.conf import settings

from live import bus, outbox, topics
from live.frames import Event, part, place
from live.outbox import Cursor, Row
from live.rows import Drawer
from live.stream import Stream
from live.threads import DatabaseThreads
from live.topics import ACCESS_CHANGED

log = logging.getLogger("hearthside.live")

POLL = 1.0
HELD_BACK_POLL = 0.01
HEARTBEAT = 20
SETTLES_IN = 6.0
AT_ONE_GO = 500


_here: "Hub | None" = None


def cursor_here() -> Cursor | None:
    """Return the place this process has told its streams up to; None where no streams are served.

    A page that is about to be read from the database can begin to listen here without missing anything.
    """
    return _here.cursor if _here is not None else None


class Hub:
    """The open streams of this process, by channel. Everything here runs in the event loop's thread.

    `cursor` is the event being told, or the last one told. A stream that joins needs nothing before it.
    """

    def __init__(self) -> None:
        self.cursor: Cursor = outbox.START
        self.closing = False
        self.access_changes = 0
        self.newcomers = DatabaseThreads(2, "live-newcomers")
        self._checks = DatabaseThreads(1, "live-checks")
        self._reader = DatabaseThreads(1, "live-reader")
        self._drawer = Drawer()
        self._told: Cursor = outbox.START
        self._by_channel: dict[str, set[Stream]] = {}
        self._beats: list[set[Stream]] = [set() for _ in range(HEARTBEAT)]
        self._joined = 0
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def stream_count(self) -> int:
        return sum(len(group) for group in self._beats)

    async def start(self) -> None:
        """Find the place to read from and begin; from now on nothing committed is missed."""
        global _here
        self.cursor = self._told = await self._reader.ask(outbox.newest)
        loop = asyncio.get_running_loop()
        bus.attach(
            lambda: _in(loop, self._news.set),
            lambda whisper: _in(loop, self._whisper, whisper),
        )
        _here = self
        self._run(self._read())
        self._run(self._beat())
        if settings.REDIS_URL:
            self._run(bus.listen_to_redis())

    def end_streams(self) -> None:
        """Ask every browser to come back later, and take no new ones."""
        self.closing = True
        for group in self._beats:
            for stream in list(group):
                stream.end("restart")

    async def stop(self) -> None:
        """End the streams and whatever runs for them."""
        global _here
        _here = None
        bus.detach()
        self.end_streams()
        await _end(set(self._tasks))
        for threads in (self.newcomers, self._checks, self._reader, self._drawer):
            await threads.close()

    def add(self, stream: Stream) -> None:
        """Let the stream hear its channels; what is told before it begins waits in it."""
        self._joined += 1
        self._beats[self._joined % HEARTBEAT].add(stream)
        self._listen(stream)
        _plan_check(stream)

    def remove(self, stream: Stream) -> None:
        for group in self._beats:
            group.discard(stream)
        self._unlisten(stream)

    def check_again(self, stream: Stream) -> None:
        """Hold the stream's events until it is known again what they may be told; end it if nothing."""
        stream.hold()
        _plan_check(stream)
        self._run(self._check(stream))

    async def _check(self, stream: Stream) -> None:
        # One thread answers in the order of the questions, so an older answer never replaces a newer one.
        try:
            admission = await self._checks.ask(topics.admit, stream.ticket, stream.asked, stream.wish)
        except Exception:
            log.exception("A stream could not be checked, so it was ended")
            stream.end("unchecked")
            return
        if not admission or admission.listener.member_id != stream.member_id:
            stream.end("session over")
            return
        self._unlisten(stream)
        stream.allow(admission)
        if not stream.ended:
            self._listen(stream)
        stream.release()

    async def _read(self) -> None:
        """Read on whenever there is news, and once a second in case nobody said so."""
        pause = POLL
        while True:
            await self._news_or(pause)
            try:
                batch = await self._reader.ask(outbox.after, self.cursor)
            except Exception:
                log.exception("The outbox could not be read; trying again")
                pause = POLL
                continue
            for row in batch.rows:
                await self._tell(row)
            if len(batch.rows) == outbox.BATCH:
                pause = 0.0
            elif batch.held_back:
                # Committed, but an older transaction still runs and may yet commit something before it.
                pause = min(POLL, pause * 2) if 0 < pause < POLL else HELD_BACK_POLL
            else:
                pause = POLL

    async def _news_or(self, pause: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._news.wait()
        self._news.clear()

    async def _tell(self, row: Row) -> None:
        self.cursor = row.cursor
        if row.kind == ACCESS_CHANGED:
            self._access_changed(row.channels)
        elif receivers := self._receivers(row.channels):
            versions = await self._drawer.versions(row, receivers)
            event = Event.of(row)
            for count, stream in enumerate(receivers, 1):
                if told := versions.get(stream, event):
                    stream.push(told)
                if not count % AT_ONE_GO:
                    await asyncio.sleep(0)
        self._told = row.cursor

    def _whisper(self, whisper: bus.Whisper) -> None:
        channel, kind, data, actor_id = whisper
        if receivers := self._receivers((channel,)):
            whose = frozenset() if actor_id is None else frozenset([actor_id])
            event = Event((channel,), kind, data, whose, None)
            for stream in receivers:
                stream.push(event)

    def _receivers(self, channels: tuple[str, ...]) -> list[Stream]:
        if len(channels) == 1:
            return list(self._by_channel.get(channels[0], ()))
        return list(set().union(*(self._by_channel.get(channel, ()) for channel in channels)))

    def _access_changed(self, channels: tuple[str, ...]) -> None:
        self.access_changes += 1
        for stream in self._receivers(channels):
            self.check_again(stream)
            # What another process changed may be remembered here for some seconds more, so look once again then.
            stream.check_at = time.monotonic() + SETTLES_IN

    async def _beat(self) -> None:
        """Give every stream a sign of life each 20 seconds, a twentieth of them each second."""
        while True:
            for group in self._beats:
                await asyncio.sleep(1.0)
                now = time.monotonic()
                message = part(place(self._told))
                for stream in list(group):
                    stream.beat(self._told, message)
                    if now > stream.check_at:
                        self.check_again(stream)

    def _listen(self, stream: Stream) -> None:
        for channel in stream.channels:
            self._by_channel.setdefault(channel, set()).add(stream)

    def _unlisten(self, stream: Stream) -> None:
        for channel in stream.channels:
            streams = self._by_channel.get(channel, set())
            streams.discard(stream)
            if not streams:
                self._by_channel.pop(channel, None)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _plan_check(stream: Stream) -> None:
    stream.check_at = time.monotonic() + stream.good_for * random.uniform(0.9, 1.1)


def _in(loop: asyncio.AbstractEventLoop, call: Any, *args: Any) -> None:
    """Call in the loop's thread; a loop that has just closed has nobody left to tell."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call, *args)


async def _end(tasks: set[asyncio.Task[None]]) -> None:
    """Cancel until every task has ended: the Redis client loses a cancellation that comes while it connects."""
    while tasks:
        for task in tasks:
            task.cancel()
        _, tasks = await asyncio.wait(tasks, timeout=0.2)
