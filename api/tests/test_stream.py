"""The event stream for programs, and the small program in docs/: both against a real server."""

import json
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.v1.description import describe
from tests.journeys.community import PASSPHRASE
from tests.journeys.house import House

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "docs" / "examples" / "a_program.sh"
PATIENCE = 60


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = House(tmp_path_factory.mktemp("house"), leave_url="https://example.org/")
    home.open()
    yield home
    home.close()


def ask(
    house: House, path: str, *, body: Any = None, method: str | None = None, **headers: str
) -> tuple[int, Any, Any]:
    """Return status, headers and JSON of one answer of a real server."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{house.url}/api/v1{path}", data, named, method=method)
    if data:
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as problem:
        return problem.code, problem.headers, json.loads(problem.read())


def token_of(house: House, name: str, *scopes: str) -> str:
    body = {"name": name, "passphrase": PASSPHRASE, "token_name": "Test", "scopes": scopes, "days": 1}
    status, _headers, made = ask(house, "/tokens", body=body)
    assert status == 201, made
    return f"Bearer {made['token']}"


class Listener:
    """Reads a stream, or whatever a program prints, line by line, as it comes."""

    def __init__(self, lines: Any) -> None:
        self.lines: list[str] = []
        self._thread = threading.Thread(target=self._read, args=(lines,), daemon=True)
        self._thread.start()

    def _read(self, lines: Any) -> None:
        for line in lines:
            self.lines.append(line.decode().rstrip("\n") if isinstance(line, bytes) else line.rstrip("\n"))

    def until(self, words: str) -> str:
        """Wait for a line with these words."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := [line for line in self.lines if words in line]:
                return found[0]
            time.sleep(0.02)
        raise AssertionError(f"{words!r} never came: {self.lines}")


def stream(house: House, token: str, query: str) -> Any:
    request = urllib.request.Request(f"{house.url}/api/v1/events?{query}", headers={"Authorization": token})
    return urllib.request.urlopen(request, timeout=PATIENCE)


def test_the_small_program_signs_in_posts_and_listens(house: House) -> None:
    program = subprocess.Popen(
        [PROGRAM, house.url, "Asha", "anxiety"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert program.stdin and program.stdout
        program.stdin.write(f"{PASSPHRASE}\n")
        program.stdin.close()
        heard = Listener(program.stdout)
        thread = heard.until("Listening to thread:").rpartition(":")[2]
        heard.until("id: ")
        answer = {"body": "Good evening to you."}
        token = token_of(house, "Ben", "read", "write")
        status, _headers, reply = ask(house, f"/threads/{thread}/replies", body=answer, Authorization=token)
        assert status == 201
        heard.until("event: forum.reply_posted")
        told = json.loads(heard.until(f'"post":{reply["id"]}').removeprefix("data: "))
        assert told == {"thread": int(thread), "post": reply["id"]}
    finally:
        program.terminate()
        program.wait(PATIENCE)
    assert "Good evening to you." not in str(heard.lines)


def test_the_small_program_is_small() -> None:
    lines = [
        line
        for line in PROGRAM.read_text().splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]

    assert len(lines) <= 20


def test_a_stream_ends_when_its_token_is_taken_back(house: House) -> None:
    token = token_of(house, "Chen", "read", "write", "events")
    _status, _headers, tokens = ask(house, "/tokens", Authorization=token)
    with stream(house, token, "topics=") as answer:
        heard = Listener(answer)
        heard.until("id: ")

        ask(house, f"/tokens/{tokens['items'][0]['id']}", method="DELETE", Authorization=token)

        heard._thread.join(PATIENCE)
        assert not heard._thread.is_alive()
    assert ask(house, "/events", Authorization=token)[0] == 401


@pytest.mark.parametrize(
    ("headers", "method", "query", "status"),
    [
        ({}, "GET", "", 401),
        ({"Authorization": "Bearer hearthside_nobody"}, "GET", "", 401),
        ({"Authorization": "Basic YTpi"}, "GET", "", 401),
        ({}, "POST", "", 405),
        ({}, "GET", "?topics=" + "x" * 5_000, 400),
        ({"Sec-Fetch-Site": "cross-site"}, "GET", "", 403),
    ],
)
def test_what_the_stream_refuses_is_a_described_problem(
    house: House, headers: dict[str, str], method: str, query: str, status: int
) -> None:
    code, told, problem = ask(house, f"/events{query}", method=method, **headers)

    described = describe()["paths"]["/events"]["get"]["responses"]
    assert code == problem["status"] == status
    assert str(code) in described
    assert told["Content-Type"] == "application/problem+json"
    assert problem["type"] in describe()["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    assert (told["WWW-Authenticate"] == "Bearer") is (status == 401)
    assert (told["Allow"] == "GET") is (status == 405)


def test_a_token_without_the_scope_for_it_hears_nothing(house: House) -> None:
    assert ask(house, "/events", Authorization=token_of(house, "Noor", "read"))[0] == 401


def test_problems_of_the_stream_are_in_the_askers_language(house: House) -> None:
    assert ask(house, "/events", Accept_Language="es")[2]["title"] == "Inicia sesión primero"


def test_a_real_server_answers_like_the_tests_do(house: House) -> None:
    token = token_of(house, "Pavel", "read")
    status, headers, told = ask(house, "/threads", Authorization=token)

    assert status == 200
    assert told["items"]
    assert headers["ETag"]
    request = urllib.request.Request(
        f"{house.url}/api/v1/threads", headers={"Authorization": token}, method="HEAD"
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        assert (answer.status, answer.read()) == (200, b"")
