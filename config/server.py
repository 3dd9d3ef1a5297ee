"""Running an installation in one process: event stream, pages and background jobs, on uvicorn."""

import asyncio
import errno
import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import uvicorn
from django.conf import settings
from django.db import DatabaseError, connection
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from core import jobs
from core.in_use import mark_in_use
from live import outbox

GRACE = 10
BACKLOG = 1024
NEXT_REQUEST = 15
FIRST_REQUEST = 20
LARGEST_HEAD = 64 * 1024
VANISHED_AFTER = 60
SWITCH_INTERVAL = 0.001


class CannotServe(Exception):
    """Nothing can be served; the message says why in one sentence."""


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with a way to cut a line, and no endless patience with whoever is on it.

    A request's head must be there in time and be of a sensible size; a body has its own limits (config.bridge).
    """

    _head_size = 0
    _is_in_head = False
    _head_timer: asyncio.TimerHandle | None = None
    _running: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_head(FIRST_REQUEST)

    def connection_lost(self, exc: Exception | None) -> None:
        self._unset_keepalive_if_required()
        self._stop_waiting()
        # uvicorn tells only the request that came last; an earlier one would wait for ever.
        if self._running and not self._running.response_complete:
            self._running.disconnected = True
            self._running.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_in_head:
            self._head_size += len(data)
            if self._head_size > LARGEST_HEAD:
                self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"hearthside.abort": self.transport.abort}  # type: ignore[dict-item]
        self._is_in_head, self._head_size = True, 0

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._running and self._running.response_complete:
            self._wait_for_head(NEXT_REQUEST + FIRST_REQUEST)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def _wait_for_head(self, seconds: float) -> None:
        self._stop_waiting()
        self._head_timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._head_timer:
            self._head_timer.cancel()
            self._head_timer = None


class Server(uvicorn.Server):
    """Ends event streams and jobs as soon as it is asked to stop, so that nothing waits for them."""

    def __init__(self, config: uvicorn.Config, stop_the_rest: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop_the_rest = stop_the_rest

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stop_the_rest()
        await super().shutdown(sockets)


def bind(host: str, port: int) -> socket.socket:
    """Return a socket listening at this address, or raise CannotServe."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError):
        raise CannotServe(f"HOST is {host!r}, and this machine does not know that address.") from None
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted lines inherit these: a reader whose machine vanished is noticed within a minute.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    with suppress(AttributeError, OSError):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, VANISHED_AFTER * 1000)
    try:
        listening.bind(address)
        # From here on early visitors wait a moment instead of being turned away.
        listening.listen(BACKLOG)
    except OSError as problem:
        listening.close()
        raise CannotServe(_why_not(problem, host, port)) from None
    return listening


def serve(listening: socket.socket, *, threads: int, with_jobs: bool) -> None:
    """Serve until SIGINT or SIGTERM, then end within about a second unless a page or job takes longer."""
    from config.asgi import Installation

    mark_in_use()
    _ask_database()
    _allow_many_streams()
    _keep_uvicorn_quiet()
    _have_connections_for(threads)
    _collect_garbage_less_often()
    # The event loop shares one interpreter with busy pages; at the default of 5 ms it would wait too long.
    sys.setswitchinterval(SWITCH_INTERVAL)
    installation = Installation(threads)
    worker = jobs.Worker()

    def stop_the_rest() -> None:
        # What is left goes with the process; looking through thousands of streams for garbage takes seconds.
        gc.disable()
        gc.freeze()
        worker.stop()
        installation.let_go()

    server = Server(_uvicorn_config(installation), stop_the_rest)
    # uvicorn raises the signal again once it has stopped; by then this changes nothing.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, server.handle_exit)
    working = threading.Thread(target=worker.run, name="jobs", daemon=True)
    if with_jobs:
        working.start()
    server.run([listening])
    if with_jobs:
        working.join(GRACE)


def _uvicorn_config(installation: Any) -> uvicorn.Config:
    return uvicorn.Config(
        installation,
        loop="uvloop",
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=NEXT_REQUEST,
        timeout_graceful_shutdown=GRACE,
        backlog=BACKLOG,
    )


def _ask_database() -> None:
    try:
        outbox.newest()
    except DatabaseError:
        raise CannotServe(
            "The database does not answer or has no tables yet; bin/hearthside migrate makes them."
        ) from None
    finally:
        connection.close()


def _why_not(problem: OSError, host: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is already in use; choose another, such as --port {port + 1}."
    if problem.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have here; choose another, such as --port 8000."
    return f"Nothing can be served at {host}:{port} ({problem.strerror})."


def _collect_garbage_less_often() -> None:
    """Leave what was loaded out of it, and look less often: a full look halts every page and stream."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def _allow_many_streams() -> None:
    """Every open stream is an open file; ask for as many as the system lets this process have."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _have_connections_for(threads: int) -> None:
    """Make PostgreSQL's pool large enough for the pages, the streams' own threads and the jobs."""
    pool = settings.DATABASES["default"].get("OPTIONS", {}).get("pool")
    if pool:
        pool["max_size"] = max(pool["max_size"], threads + 6)


def _keep_uvicorn_quiet() -> None:
    """Nobody's address is written anywhere; what goes wrong is."""
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    logging.getLogger("uvicorn.access").disabled = True
