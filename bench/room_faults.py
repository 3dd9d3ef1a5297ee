"""Restart Redis and PostgreSQL, kill a server and cut the line while members talk in a room and in twos; then count.

    python bench/room_faults.py [--seconds 5] [--cut 30]

Two servers share a PostgreSQL and a Redis of their own, started for this run and thrown away. Members reach the servers
over lines of ours that can be cut without a word. Each sends its words until it hears an answer, with the same nonce;
each page fetches what is new when it hears of it. Right is: what was acknowledged is stored once, and stands on every
page once and in order. Anything else is printed and ends with exit code 1.
"""

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.browsers import Reader, Visitor, Writer
from bench.lines import CuttableLine
from bench.trials import PASSPHRASE, PATIENCE, Server, free_port, installation, wait_until

PEOPLE = 8
ROW = re.compile(r'id="message-(\d+)"')


class Postgres:
    """A PostgreSQL of our own in a folder; initdb refuses root, so there it runs as the user postgres."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder / "postgres"
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        folder.chmod(0o755)
        self._folder.mkdir()
        if self._as:
            shutil.chown(self._folder, "postgres")
        self._call("initdb", "--auth=trust", "--username=postgres", "--no-sync")
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        self._call("pg_ctl", "-w", "-o", options, "-l", str(self._folder / "log"), "start")

    def stop(self) -> None:
        self._call("pg_ctl", "-m", "immediate", "-w", "stop")

    def _call(self, program: str, *arguments: str) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
        path = shutil.which(program) or (str(found[-1]) if found else "")
        if not path:
            raise SystemExit(f"{program} of PostgreSQL was not found.")
        command = [*self._as, path, "-D", str(self._folder), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


class Redis:
    """A Redis of our own that keeps nothing: restarted, it has forgotten everything."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd="/")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


class Page(Reader):
    """An open page of a conversation: it fetches what is new when it hears of something, as chat.js does."""

    def __init__(self, visitor: Visitor, port: int, conversation: int, topics: str) -> None:
        super().__init__(visitor, port, topics, "chat.message_came")
        self._visitor, self.conversation = visitor, conversation
        self.shown: list[int] = []

    def _hear(self, block: dict[str, str]) -> None:
        super()._hear(block)
        if block.get("event") in {"chat.message_came", "chat.message_sent", "reset"}:
            self.fetch()

    def fetch(self) -> None:
        """Add what came after the last row that is shown."""
        last = max(self.shown, default=0)
        address = f"/conversations/{self.conversation}/messages/?after={last}"
        status, rows = self._visitor.ask("GET", address, partial=True)
        if status == 200:
            self.shown += [int(number) for number in ROW.findall(rows)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="of talk around each fault (default: 5)")
    parser.add_argument("--cut", type=float, default=30.0, help="how long the line is cut (default: 30)")
    options = parser.parse_args()
    with services() as (postgres, redis), installation("", database_url=postgres.url):
        os.environ["REDIS_URL"] = f"redis://127.0.0.1:{redis.port}/0"
        return run(postgres, redis, prepare(), seconds=options.seconds, cut=options.cut)


@contextlib.contextmanager
def services() -> Iterator[tuple[Postgres, Redis]]:
    with tempfile.TemporaryDirectory(prefix="hearthside-faults-") as folder, contextlib.ExitStack() as stack:
        redis = Redis()
        stack.callback(lambda: redis.stop())
        postgres = Postgres(Path(folder))
        stack.callback(lambda: postgres.stop())
        yield postgres, redis


def prepare() -> list[int]:
    """Make tables, static files and members; return a room, and a conversation for every two of them."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from chat.actions import bring_together, open_room
    from forum.actions import create_space
    from people.actions import set_role, sign_up

    now = timezone.now()
    members = [sign_up(name=f"Talker {number}", passphrase=PASSPHRASE, now=now) for number in range(PEOPLE)]
    looks_after = sign_up(name="Olu", passphrase=PASSPHRASE, now=now)
    set_role(looks_after, role="operator", by=None)
    space = create_space(
        by=looks_after, slug="faults", name="Faults", purpose="", agreement="", access="open", now=now
    )
    looks_after.powers_rest = False
    room = open_room(f"space:{space.pk}", by=looks_after, name="Room", now=now)
    pairs = zip(members[: PEOPLE // 2], members[PEOPLE // 2 :], strict=True)
    found = [room.pk, *(bring_together(one, other, now=now).pk for one, other in pairs)]
    connection.close()
    connection.close_pool()  # its lines do not outlive the restart
    return found


def run(postgres: Postgres, redis: Redis, talks: list[int], *, seconds: float, cut: float) -> int:
    servers = [Server(is_quiet=True), Server(is_quiet=True)]  # they complain of what is broken on purpose
    for server in servers:
        print(f"first start: {server.start():.1f} s")
    lines = [CuttableLine(server.port) for server in servers]
    pages, writers = [], []
    for number in range(PEOPLE):
        line = lines[number % 2]
        visitor = Visitor(line.port)
        visitor.sign_in(f"Talker {number}")
        room, pair = talks[0], talks[1 + number % (PEOPLE // 2)]
        for talk, topics in ((room, f"room:{room}"), (pair, "")):
            pages.append(Page(visitor, line.port, talk, topics))
            writers.append(Writer(visitor, f"/conversations/{talk}/messages/", len(writers)))
    for person in (*pages, *writers):
        person.start()
    faults = {
        "Redis restarted": lambda: (redis.stop(), time.sleep(1), redis.start()),
        "PostgreSQL restarted": lambda: (postgres.stop(), time.sleep(1), postgres.start()),
        "a server killed": lambda: (servers[1].kill(), servers[1].start()),
        f"the line cut for {cut:.0f} s": lambda: (lines[0].cut(), time.sleep(cut), lines[0].mend()),
    }
    for name, fault in faults.items():
        time.sleep(seconds)
        before = sum(len(writer.acknowledged) for writer in writers)
        begun = time.monotonic()
        fault()
        meanwhile = sum(len(writer.acknowledged) for writer in writers) - before
        print(f"{name}: {time.monotonic() - begun:.1f} s, {meanwhile} messages acknowledged meanwhile")
    time.sleep(seconds)
    try:
        return count(talks, writers, pages)
    finally:
        for line in lines:
            line.close()
        for server in servers:
            server.stop()


def count(talks: list[int], writers: list[Writer], pages: list[Page]) -> int:
    """Let everybody finish, then hold what was acknowledged, what is stored and what is shown against each other."""
    from django.db import connection

    from chat.models import Message

    for writer in writers:
        writer.finished.set()
    for writer in writers:
        writer.join(2 * PATIENCE)
    said = list(Message.objects.order_by("pk"))
    connection.close()
    right = {talk: [each.pk for each in said if each.conversation_id == talk] for talk in talks}
    wait_until(lambda: all(len(page.shown) >= len(right[page.conversation]) for page in pages))
    for page in pages:
        page.finished.set()
    stored = Counter(each.body for each in said)
    acknowledged = [words for writer in writers for words in writer.acknowledged]
    facts = {
        "messages acknowledged": len(acknowledged),
        "requests lost on the way and sent again": sum(writer.lost_lines for writer in writers),
        "answers that were errors, and sent again": sum(len(writer.refused) for writer in writers),
        "streams opened": sum(page.connections for page in pages),
    }
    faults = {
        "writers that never finished": sum(writer.is_alive() for writer in writers),
        "acknowledged but not stored": sum(words not in stored for words in acknowledged),
        "stored twice": sum(number > 1 for number in stored.values()),
        "rows missing on a page": sum(len(set(right[page.conversation]) - set(page.shown)) for page in pages),
        "rows twice on a page": sum(len(page.shown) - len(set(page.shown)) for page in pages),
        "pages in another order": sum(page.shown != sorted(page.shown) for page in pages),
    }
    for name, number in [*facts.items(), *faults.items()]:
        print(f"{number:8d}  {name}")
    is_right = bool(acknowledged) and not any(faults.values())
    print("Nothing was lost." if is_right else "SOMETHING WENT WRONG.")
    return 0 if is_right else 1


if __name__ == "__main__":
    raise SystemExit(main())
