"""Kill the server with kill -9 while 20 members write and 20 listen, three times; then count.

    python bench/faults.py [--database sqlite|postgresql] [--kills 3] [--seconds 5]

Right is: every acknowledged reply is stored once and can be read in the thread, and every listener heard
every event once and in order. Anything else is printed and ends with exit code 1. PostgreSQL is looked for
at DATABASE_URL, else at the usual local address; a database is made there and dropped at the end.
"""

import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.browsers import Reader, Visitor, Writer
from bench.trials import PASSPHRASE, PATIENCE, Server, installation, options_of, wait_until

PEOPLE = 20


def main() -> int:
    parser = options_of(__doc__)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="writing before each kill (default: 5)")
    options = parser.parse_args()
    with installation(options.database):
        thread_id = prepare()
        return run(thread_id, kills=options.kills, seconds=options.seconds)


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


# ---- the run


def run(thread_id: int, *, kills: int, seconds: float) -> int:
    server = Server()
    print(f"first start: {server.start():.1f} s")
    visitors = [Visitor(server.port) for _ in range(PEOPLE)]
    for visitor, letter in zip(visitors, names(), strict=True):
        visitor.sign_in(f"Writer {letter}")
    readers = [
        Reader(visitor, server.port, f"thread:{thread_id}", "forum.reply_posted") for visitor in visitors
    ]
    writers = [
        Writer(visitor, f"/threads/{thread_id}/replies/", number) for number, visitor in enumerate(visitors)
    ]
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
