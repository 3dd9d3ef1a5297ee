"""Starting and ending the one process."""

import asyncio
import itertools
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from django.conf import settings

from config import server as server_module
from config.server import CannotServe, Protocol, bind

pytestmark = pytest.mark.once


def test_a_taken_port_is_one_sentence_and_nothing_is_begun(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", port],
            cwd=settings.BASE_DIR,
            env={"HEARTHSIDE_HOME": str(tmp_path), "PATH": ""},
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"Port {port} on 127.0.0.1 is already in use" in done.stderr
    assert not (tmp_path / "hearthside.sqlite3").exists()


def test_an_address_this_machine_does_not_have_is_one_sentence() -> None:
    with pytest.raises(CannotServe, match="does not know that address"):
        bind("no.such.host.invalid", 8000)
    with pytest.raises(CannotServe, match="Nothing can be served"):
        bind("192.0.2.1", 8000)


Lines = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


async def _waits(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer at once, or stay until the browser goes, like an event stream."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/stay":
        await send({"type": "http.response.body", "body": b"here", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass
        scope["state"]["left"].set()
    await send({"type": "http.response.body", "body": b"done"})


def _served(story: Callable[[Lines, asyncio.Event], Awaitable[None]]) -> None:
    """Tell a story over lines that speak our protocol."""

    async def told() -> None:
        left = asyncio.Event()
        settings_of_uvicorn = uvicorn.Config(_waits, ws="none", log_config=None, access_log=False)
        settings_of_uvicorn.load()
        state = uvicorn.server.ServerState()
        server = await asyncio.get_running_loop().create_server(
            lambda: Protocol(settings_of_uvicorn, state, {"left": left}), "127.0.0.1", 0
        )
        port = server.sockets[0].getsockname()[1]
        async with server, asyncio.timeout(10):
            await story(lambda: asyncio.open_connection("127.0.0.1", port), left)

    asyncio.run(told())


async def _write(writer: asyncio.StreamWriter, pieces: Iterable[bytes], pause: float = 0) -> None:
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause)


@pytest.mark.parametrize("line", [b"GET / HTTP/1.1\r\nX: ", b"GET /?"])
def test_a_head_without_an_end_is_cut_off(line: bytes) -> None:
    async def story(connect: Lines, left: asyncio.Event) -> None:
        _, writer = await connect()
        writer.write(line)
        with pytest.raises(ConnectionError):
            await _write(writer, itertools.repeat(b"a" * 65_536, 1_000))

    _served(story)


def test_a_head_that_comes_letter_by_letter_has_to_be_there_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "FIRST_REQUEST", 0.3)

    async def story(connect: Lines, left: asyncio.Event) -> None:
        _, writer = await connect()
        writer.write(b"GET / HTTP/1.1\r\n")
        with pytest.raises(ConnectionError):
            await _write(writer, itertools.cycle([b"X", b": ", b"y\r\n"]), pause=0.02)

    _served(story)


def test_requests_on_one_line_are_answered_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "FIRST_REQUEST", 0.2)

    async def story(connect: Lines, left: asyncio.Event) -> None:
        reader, writer = await connect()
        for _ in range(3):
            writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n" * 2)
            for _ in range(2):
                await reader.readuntil(b"0\r\n\r\n")
            await asyncio.sleep(0.3)

    _served(story)


def test_a_reader_who_leaves_is_noticed_though_more_was_asked_on_the_same_line() -> None:
    async def story(connect: Lines, left: asyncio.Event) -> None:
        reader, writer = await connect()
        writer.write(b"GET /stay HTTP/1.1\r\nHost: here\r\n\r\nGET / HTTP/1.1\r\nHost: here\r\n\r\n")
        await reader.readuntil(b"here")
        writer.transport.abort()
        await left.wait()

    _served(story)
