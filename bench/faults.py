"""Kill the server with kill -9 while 20 members write and 20 listen, three times; then count.

    python bench/faults.py [--database sqlite|postgresql] [--kills 3] [--seconds 5]

Right is: every acknowledged reply is stored once and can be read in the thread, and every listener heard
every event once and in order. Anything else is printed and ends with exit code 1. PostgreSQL is looked for
at DATABASE_URL, else at the usual local address; a database is made there and dropped at the end.
"""

import argparse
import contextlib
import http.client
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"
PASSPHRASE = "a long passphrase for a test"
PEOPLE = 20
PATIENCE = 30.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="writing before each kill (default: 5)")
    options = parser.parse_args()
    with installation(options.database):
        thread_id = prepare()
        return run(thread_id, kills=options.kills, seconds=options.seconds)


# ---- an installation of its own


@contextlib.contextmanager
def installation(database: str) -> Iterator[None]:
    """Make a folder and a database for this run only, and tell Django about them."""
    home = tempfile.mkdtemp(prefix="hearthside-faults-")
    os.environ.pop("REDIS_URL", None)
    os.environ["HEARTHSIDE_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    with contextlib.ExitStack() as rooms:
        rooms.callback(shutil.rmtree, home, ignore_errors=True)
        os.environ["DATABASE_URL"] = rooms.enter_context(postgresql()) if database == "postgresql" else ""
        yield


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    import psycopg

    server = os.environ.get("DATABASE_URL") or POSTGRESQL
    name = f"hearthside_faults_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type, call-overload]
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type, call-overload]


def prepare() -> int:
    """Make tables, static files, twenty members and the thread they meet in; return its id."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from forum.actions import create_space, start_thread
    from people.actions import set_role, sign_up

    now = timezone.now()
    members = [sign_up(name=f"Writer {letter}", passphrase=PASSPHRASE, now=now) for letter in names()]
    set_role(members[0], role="operator", by=None)
    space = create_space(
        by=members[0], slug="faults", name="Faults", purpose="", agreement="", access="open", now=now
    )
    thread = start_thread(
        space, author=members[0], title="Who is there?", body="Say so.", wants="company", now=now
    )
    connection.close()
    return int(thread.pk)


def names() -> list[str]:
    return [
        f"{first}{second}"
        for first in ("Al", "Be", "Co", "Du")
        for second in ("ra", "mi", "ko", "net", "sil")
    ]


class Server:
    """The real server, started and killed."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and return after how many seconds it answered."""
        begun = time.monotonic()
        command = [sys.executable, "manage.py", "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(command, cwd=ROOT)
        while time.monotonic() - begun < PATIENCE:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return time.monotonic() - begun
            time.sleep(0.05)
        raise SystemExit("The server did not start.")

    def kill(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> float:
        """Ask it to end and return after how many seconds it did."""
        assert self._process
        begun = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(PATIENCE)
        return time.monotonic() - begun


# ---- people


class Visitor:
    """A member's browser: cookies, forms, and coming back after the line was lost."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Cookie": self.cookie_header(), "Connection": "close"}
        body = None
        if fields is not None:
            body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response.status, text

    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def sign_in(self, name: str) -> None:
        self.ask("GET", "/sign-in/")
        status, text = self.ask("POST", "/sign-in/", {"name": name, "passphrase": PASSPHRASE})
        if status != 302 or "session" not in self.cookies:
            raise SystemExit(f"Signing in was answered with {status}:\n{text[:2000]}")


class Writer(threading.Thread):
    """Posts replies, each until it is acknowledged; the same reply keeps its nonce."""

    def __init__(self, visitor: Visitor, thread_id: int, number: int) -> None:
        super().__init__(daemon=True)
        self._visitor = visitor
        self._address = f"/threads/{thread_id}/replies/"
        self._number = number
        self.finished = threading.Event()
        self.acknowledged: list[str] = []
        self.lost_lines = 0
        self.refused: list[int] = []

    def run(self) -> None:
        while not self.finished.is_set():
            words = f"reply {self._number} {len(self.acknowledged)} {uuid.uuid4().hex}"
            fields = {"body": words, "nonce": str(uuid.uuid4())}
            while not self._post(fields):
                time.sleep(random.uniform(0.05, 0.2))
            self.acknowledged.append(words)
            time.sleep(random.uniform(0.05, 0.3))

    def _post(self, fields: dict[str, str]) -> bool:
        try:
            status, _ = self._visitor.ask("POST", self._address, fields)
        except (OSError, http.client.HTTPException):
            self.lost_lines += 1
            return False
        if status not in (200, 302, 303):
            self.refused.append(status)
            return False
        return True


class Reader(threading.Thread):
    """Listens to the thread, comes back whenever the line is lost, and notes what it was told."""

    def __init__(self, visitor: Visitor, port: int, thread_id: int) -> None:
        super().__init__(daemon=True)
        self._cookies = visitor.cookie_header()
        self._port = port
        self._topic = f"thread:{thread_id}"
        self._last = ""
        self.finished = threading.Event()
        self.told: list[str] = []
        self.resets = 0
        self.connections = 0

    def run(self) -> None:
        while not self.finished.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException):
                self._listen()
            time.sleep(random.uniform(0.05, 0.3))

    def _listen(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Cookie": self._cookies, "Last-Event-ID": self._last}
        try:
            connection.request("GET", f"/events?topics={self._topic}", headers=headers)
            response = connection.getresponse()
            if response.status != 200:
                return
            self.connections += 1
            block: dict[str, str] = {}
            while line := response.readline():
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    block[name] = value
                else:
                    self._hear(block)
                    block = {}
        finally:
            connection.close()

    def _hear(self, block: dict[str, str]) -> None:
        place = block.get("id", "")
        # A browser takes an event from before its place for one it knows.
        is_news = order(place) > order(self._last) or place in self.told
        self._last = max(self._last, place, key=order)
        self.resets += block.get("event") == "reset"
        if block.get("event") == "forum.reply_posted" and is_news:
            self.told.append(place)


def order(place: str) -> list[int]:
    return [int(part) for part in place.split("-")] if place else []


# ---- the run


def run(thread_id: int, *, kills: int, seconds: float) -> int:
    server = Server()
    print(f"first start: {server.start():.1f} s")
    visitors = [Visitor(server.port) for _ in range(PEOPLE)]
    for visitor, letter in zip(visitors, names(), strict=True):
        visitor.sign_in(f"Writer {letter}")
    readers = [Reader(visitor, server.port, thread_id) for visitor in visitors]
    writers = [Writer(visitor, thread_id, number) for number, visitor in enumerate(visitors)]
    start_all(readers, lambda reader: reader.connections > 0)
    start_all(writers, lambda writer: True)
    for _ in range(kills):
        time.sleep(seconds * random.uniform(0.8, 1.2))
        server.kill()
        print(f"killed; back after {server.start():.1f} s")
    time.sleep(seconds)
    for writer in writers:
        writer.finished.set()
    for writer in writers:
        writer.join(PATIENCE)
    expected = events_of(thread_id)
    wait_until(lambda: all(len(reader.told) >= len(expected) for reader in readers))
    time.sleep(1)
    shown = pages_of(visitors[0], thread_id)
    for reader in readers:
        reader.finished.set()
    print(f"asked to end: gone after {server.stop():.1f} s")
    return report(thread_id, writers, readers, expected, shown)


def start_all(people: list[Any], is_ready: Callable[[Any], bool]) -> None:
    for person in people:
        person.start()
    wait_until(lambda: all(is_ready(person) for person in people))


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for it, with patience; what is missing then shows in the table."""
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)


def events_of(thread_id: int) -> list[str]:
    """Return the places of the thread's replies in the outbox, in the order of commits."""
    from django.db import connection

    from live import outbox

    cursor, found = outbox.START, []
    while rows := outbox.after(cursor, [f"thread:{thread_id}"]).rows:
        cursor = rows[-1].cursor
        found += [str(row.cursor) for row in rows if row.kind == "forum.reply_posted"]
    connection.close()
    return found


def pages_of(visitor: Visitor, thread_id: int) -> str:
    """Read the thread as a member does, page after page, and return it whole."""
    text = ""
    path = f"/threads/{thread_id}/"
    while path:
        status, page = visitor.ask("GET", path)
        if status != 200:
            return text
        text += page
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = f"/threads/{thread_id}/{found[1].replace('&amp;', '&')}" if found else ""
    return text


def report(
    thread_id: int, writers: list[Writer], readers: list[Reader], expected: list[str], shown: str
) -> int:
    from collections import Counter

    from forum.models import Post

    stored = Counter(Post.objects.filter(thread=thread_id, is_opening=False).values_list("body", flat=True))
    acknowledged = [words for writer in writers for words in writer.acknowledged]
    table = {
        "replies acknowledged": len(acknowledged),
        "requests lost on the way and sent again": sum(writer.lost_lines for writer in writers),
        "streams opened": sum(reader.connections for reader in readers),
        "events each reader should hear": len(expected),
    }
    faults = {
        "writers that never finished": sum(writer.is_alive() for writer in writers),
        "requests refused": sum(len(writer.refused) for writer in writers),
        "acknowledged but not stored": sum(words not in stored for words in acknowledged),
        "stored twice": sum(count > 1 for count in stored.values()),
        "acknowledged but not in the thread": sum(words not in shown for words in acknowledged),
        "replies without an event, or the reverse": abs(sum(stored.values()) - len(expected)),
        "events missed": sum(len(set(expected) - set(reader.told)) for reader in readers),
        "events heard twice": sum(len(reader.told) - len(set(reader.told)) for reader in readers),
        "readers told in another order": sum(reader.told != expected for reader in readers),
        "readers told to begin anew": sum(reader.resets for reader in readers),
    }
    for name, count in [*table.items(), *faults.items()]:
        print(f"{count:8d}  {name}")
    is_right = acknowledged and not any(faults.values())
    print("Nothing was lost." if is_right else "SOMETHING WENT WRONG.")
    return 0 if is_right else 1


if __name__ == "__main__":
    raise SystemExit(main())
