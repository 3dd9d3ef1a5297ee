"""Django's WSGI application inside the event loop's process: a fixed pool of threads, one hop per request.

A request's body is collected before a thread is taken, so nobody on a slow line can occupy one. Most pages
are small and go back in one write; only long answers are handed over piece by piece.
"""

import asyncio
import io
import logging
import math
import queue
import random
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Protocol

from config.lane import Lane, TooLong

log = logging.getLogger("hearthside.server")

LARGEST_BODY = 6_000_000
KEPT_IN_MEMORY = 512 * 1024
BODY_TIMEOUT = 60.0
PIECE = 2 * 1024 * 1024
PIECE_TIMEOUT = 60.0
# Within how many seconds those who are sent away come again.
COME_AGAIN = (2, 10)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Request = tuple[dict[str, Any], "Answer"]


class NobodyThere(Exception):
    """The request will not be sent to its end."""


class Together(Protocol):
    """Makes the answers of several requests together (calls.together)."""

    def prepare(self, environs: "list[dict[str, Any]]") -> None:
        """Mark these requests as ones whose answers can be left open, and look up at once what all will ask for."""

    def finish(self, answers: list[Any]) -> None:
        """Make those of these answers that were left open."""


class Pages:
    """An ASGI application that answers with what the WSGI application says.

    What `can_wait` says of a path goes through the lane (config.lane): several requests at once, whose answers
    `together` makes. Whoever stood there for too long is told to come again, and `too_long` hears of it. What `comes`
    says of a path is answered in groups too, but waits for nobody.
    """

    def __init__(
        self,
        application: Application,
        threads: int,
        *,
        can_wait: Callable[[str], bool] = lambda path: False,
        comes: Callable[[str], bool] = lambda path: False,
        together: Together | None = None,
        too_long: Callable[[str], None] = lambda path: None,
    ) -> None:
        self._application = application
        self._can_wait, self._comes, self._together, self._too_long = can_wait, comes, together, too_long
        self._lane = Lane(self._carry)
        self._door = Lane(self._carry, longest_wait=math.inf)
        self._waiting: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"pages-{n}", daemon=True) for n in range(threads)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request."""
        environ = make_environ(scope)
        try:
            await take_body(environ, receive)
        except (NobodyThere, TimeoutError):
            return await _short_answer(send, 408)
        answer = Answer(asyncio.get_running_loop(), send)
        try:
            if self._can_wait(scope["path"]):
                await self._lane.ride((environ, answer))
            else:
                async with self._lane.pass_by():
                    await self._answer_at_once(scope["path"], environ, answer)
        except TooLong:
            self._too_long(scope["path"])
            return await _come_again(send)
        await answer.finish()
        environ["wsgi.input"].close()

    async def _answer_at_once(self, path: str, environ: dict[str, Any], answer: "Answer") -> None:
        if self._comes(path):
            await self._door.ride((environ, answer))
        else:
            await self._in_a_thread(lambda: self._respond(environ, answer))

    async def _carry(self, requests: list[Request]) -> None:
        """Answer these requests, one by one as far as each is concerned by itself, and together in what is left."""
        await self._in_a_thread(lambda: self._respond_to_all(requests))

    async def _in_a_thread(self, respond: Callable[[], None]) -> None:
        """Have one of the threads for pages do this."""
        loop = asyncio.get_running_loop()
        done = loop.create_future()

        def work() -> None:
            respond()
            loop.call_soon_threadsafe(_resolve, done)

        self._waiting.put(work)
        await done

    def send_away(self) -> None:
        """Have those in the lane come again later; a server that ends does not wait for them."""
        self._lane.close()

    def close(self) -> None:
        """Let every thread end after the request it is working on."""
        for _ in self._threads:
            self._waiting.put(None)

    def _work(self) -> None:
        while respond := self._waiting.get():
            respond()

    def _respond(self, environ: dict[str, Any], answer: "Answer") -> None:
        with answer.being_made():
            answer.take(self._application(environ, answer.start))

    def _respond_to_all(self, requests: list[Request]) -> None:
        if self._together is None:
            for environ, answer in requests:
                self._respond(environ, answer)
            return
        begun: list[tuple[Answer, Any]] = []
        with _logging_what_breaks():
            self._together.prepare([environ for environ, _ in requests])
        for environ, answer in requests:
            with answer.being_made():
                begun.append((answer, self._application(environ, answer.start)))
        with _logging_what_breaks():
            self._together.finish([pieces for _, pieces in begun])
        for answer, pieces in begun:
            with answer.being_made():
                answer.take(pieces)


class Answer:
    """What a page said: gathered in its thread, written in the event loop's."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Any) -> None:
        self._loop = loop
        self._send = send
        self._head: dict[str, Any] | None = None
        self._pieces: list[bytes] = []
        self._size = 0
        self._started = False
        self.broken = False

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        """Be WSGI's start_response."""
        self._head = {
            "type": "http.response.start",
            "status": int(status[:3]),
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        }
        return self.add

    def add(self, piece: bytes) -> None:
        """Take one more piece; a long answer is passed on before all of it is there."""
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size > PIECE:
            asyncio.run_coroutine_threadsafe(self._write(more=True), self._loop).result(PIECE_TIMEOUT)

    def take(self, pieces: Iterable[bytes]) -> None:
        """Take all of a page; one that was finished together with others has its head only now."""
        try:
            if head := getattr(pieces, "head", None):
                self.start(*head())
            for piece in pieces:
                self.add(piece)
        finally:
            if close := getattr(pieces, "close", None):
                close()

    @contextmanager
    def being_made(self) -> Iterator[None]:
        """Answer with 500 where making it breaks."""
        try:
            yield
        # SystemExit, or a panic in a library made of Rust: a thread that ended would never answer again.
        except BaseException:
            log.exception("A page failed outside Django")
            self.broken = True

    async def finish(self) -> None:
        """Write what is left."""
        if not self.broken:
            await self._write(more=False)
        elif not self._started:
            await _short_answer(self._send, 500)

    async def _write(self, *, more: bool) -> None:
        body = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces, self._size = [], 0
        if not self._started:
            self._started = True
            await self._send(self._head)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


def make_environ(scope: dict[str, Any]) -> dict[str, Any]:
    """Return WSGI's environ for an ASGI scope, as yet without a body."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name = _environ_name(raw_name)
        value = raw_value.decode("latin-1")
        if name in environ:
            value = f"{environ[name]}{'; ' if name == 'HTTP_COOKIE' else ','}{value}"
        environ[name] = value
    # A header with an underscore would pass for the one with a dash, which a proxy may have vouched for.
    environ.pop("", None)
    return environ


async def take_body(environ: dict[str, Any], receive: Any) -> None:
    """Put the request's body into the environ, on disk when it is long.

    Of a body that is too large nothing more is read: its length makes the pages' own limit answer 413.
    """
    has_body = environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ
    if not has_body or _declared_length(environ) > LARGEST_BODY:
        environ["wsgi.input"] = io.BytesIO()
        return
    body = environ["wsgi.input"] = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115
    length = 0
    more = True
    async with asyncio.timeout(BODY_TIMEOUT):
        while more and length <= LARGEST_BODY:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise NobodyThere
            length += body.write(message.get("body", b""))
            more = message.get("more_body", False)
    body.seek(0)
    environ["CONTENT_LENGTH"] = str(length)


@lru_cache(256)
def _environ_name(raw_name: bytes) -> str:
    name = raw_name.decode("latin-1").upper()
    if "_" in name:
        return ""
    name = name.replace("-", "_")
    return name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"


def _declared_length(environ: dict[str, Any]) -> int:
    declared = environ.get("CONTENT_LENGTH", "")
    return int(declared) if declared.isdecimal() and len(declared) < 20 else 0


def _resolve(done: "asyncio.Future[None]") -> None:
    if not done.done():
        done.set_result(None)


@contextmanager
def _logging_what_breaks() -> Iterator[None]:
    try:
        yield
    # As for one page alone: a thread that ended here would leave all of them, and all behind them, without an answer.
    except BaseException:
        log.exception("Answers could not be made together")


async def _come_again(send: Any) -> None:
    """Ask whoever is sent away to come again, not all at the same moment; the same line costs less than another."""
    again = str(random.randint(*COME_AGAIN)).encode()
    await _short_answer(send, 503, (b"retry-after", again))


async def _short_answer(
    send: Any, status: int, header: tuple[bytes, bytes] = (b"connection", b"close")
) -> None:
    headers = [(b"content-length", b"0"), header]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
