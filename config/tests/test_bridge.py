"""Pages behind the bridge: what goes in, what comes out, and what is refused."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from config import bridge
from config.bridge import LARGEST_BODY, Pages, make_environ


def ask(
    application: Any,
    *,
    path: str = "/",
    headers: dict[str, str] | None = None,
    body: tuple[bytes, ...] = (b"",),
    query: str = "",
    **how: Any,
) -> tuple[int, dict[str, str], bytes, list[bytes]]:
    """Ask one page; return status, headers, body, and which pieces of the request were read."""
    pages = Pages(application, threads=1, **how)
    pages.start()
    waiting, read, sent = list(body), [], []

    async def receive() -> dict[str, Any]:
        if not waiting:
            return {"type": "http.disconnect"}
        read.append(waiting.pop(0))
        return {"type": "http.request", "body": read[-1], "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "method": "POST" if headers else "GET",
        "path": path,
        "query_string": query.encode(),
        "http_version": "1.1",
        "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 5),
    }
    asyncio.run(asyncio.wait_for(pages(scope, receive, send), 10))
    pages.close()
    received = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], received, b"".join(part["body"] for part in sent[1:]), read


def echo(environ: dict[str, Any], start: Any) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


def test_a_page_comes_back_as_it_was_made() -> None:
    status, headers, body, _ = ask(
        lambda environ, start: start("404 Not Found", [("X-A", "b")]) and [b"no", b"!"]
    )

    assert (status, headers, body) == (404, {"x-a": "b"}, b"no!")


def test_a_form_arrives_whole_in_pieces_or_not() -> None:
    assert ask(echo, headers={"content-length": "6"}, body=(b"abc", b"def"))[2] == b"abcdef"
    assert ask(echo, headers={"transfer-encoding": "chunked"}, body=(b"abc", b"def"))[2] == b"abcdef"


def test_of_a_form_that_is_too_large_nothing_is_read() -> None:
    declared: list[str] = []

    def page(environ: dict[str, Any], start: Any) -> list[bytes]:
        declared.append(environ["CONTENT_LENGTH"])
        return echo(environ, start)

    _, _, body, read = ask(page, headers={"content-length": str(LARGEST_BODY + 1)}, body=(b"x" * 1000,))

    assert (body, read, declared) == (b"", [], [str(LARGEST_BODY + 1)])


def test_a_form_that_turns_out_too_large_is_not_read_to_its_end() -> None:
    piece = b"x" * 1_000_000

    def page(environ: dict[str, Any], start: Any) -> list[bytes]:
        start("200 OK", [])
        return [environ["CONTENT_LENGTH"].encode()]

    _, _, body, read = ask(page, headers={"transfer-encoding": "chunked"}, body=(piece,) * 20)

    assert len(read) == 7
    assert int(body) > LARGEST_BODY


def test_a_visitor_who_goes_away_while_sending_disturbs_nobody() -> None:
    status, _, _, _ = ask(echo, headers={"content-length": "10"}, body=())

    assert status == 408


def test_a_long_answer_is_passed_on_before_all_of_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "PIECE", 10)
    closed: list[bool] = []

    class Long:
        def __iter__(self) -> Iterator[bytes]:
            return iter([b"x" * 8] * 5)

        def close(self) -> None:
            closed.append(True)

    def page(environ: dict[str, Any], start: Any) -> Long:
        start("200 OK", [])
        return Long()

    assert ask(page)[2] == b"x" * 40
    assert closed == [True]


@pytest.mark.parametrize("broken", [RuntimeError("words"), SystemExit(1)])
def test_a_page_that_breaks_outside_django_is_answered(broken: BaseException) -> None:
    def page(environ: dict[str, Any], start: Any) -> list[bytes]:
        raise broken

    assert ask(page)[0] == 500


@pytest.mark.parametrize("step", ["prepare", "finish"])
@pytest.mark.parametrize("broken", [RuntimeError("words"), SystemExit(1)])
def test_what_breaks_for_several_together_leaves_each_answered(step: str, broken: BaseException) -> None:
    class Together:
        def prepare(self, environs: list[dict[str, Any]]) -> None:
            self._step("prepare")

        def finish(self, answers: list[Any]) -> None:
            self._step("finish")

        def _step(self, name: str) -> None:
            if name == step:
                raise broken

    assert ask(echo, can_wait=lambda path: True, together=Together())[0] == 200


def test_a_header_cannot_pass_for_another_one() -> None:
    scope = {
        "method": "GET",
        "path": "/caf\u00e9/",
        "query_string": b"a=1",
        "http_version": "1.1",
        "headers": [
            (b"x_forwarded_proto", b"https"),
            (b"x-a", b"1"),
            (b"x-a", b"2"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
            (b"content-type", b"text/plain"),
        ],
    }

    environ = make_environ(scope)

    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_X_A"] == "1,2"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["PATH_INFO"] == "/caf\u00c3\u00a9/"
