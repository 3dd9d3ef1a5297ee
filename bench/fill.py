"""Fill an installation with made-up posts of plausible shape, to measure on: python bench/fill.py --posts 100000

The same numbers and seed give the same community. Words follow Zipf's law, threads are mostly short and
sometimes very long, posts of different threads arrive mixed. One "hot" thread has exactly 50 replies of about 80
words. Nothing in it was written by anybody.
"""

import argparse
import json
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from tqdm import tqdm

from bench.words import Words
from forum.actions.counts import count_again
from forum.models import Alias, Post, Space, SpaceMembership, Thread
from forum.models.spaces import Access
from people.actions import sign_up
from people.models import Account, Member

PASSPHRASE = "a long passphrase"
READERS = ["Asha", "Ben", "Chen"]
HOT_REPLIES = 50
THREADS_AT_ONCE = 1_000
YEARS = 3


@dataclass
class Filled:
    """Where to look: the readers' passphrase is "a long passphrase"."""

    posts: int = 0
    threads: int = 0
    members: int = 0
    hot_thread: int = 0
    space: str = ""
    readers: list[str] = field(default_factory=lambda: list(READERS))
    common_word: str = ""
    middling_word: str = ""
    rare_word: str = ""
    phrase: str = ""


def as_html(body: str) -> str:
    """Return what render_markdown makes of plain paragraphs, without the time it takes."""
    return "\n".join(f'<p dir="auto">{part}</p>' for part in body.split("\n\n"))


def fill(posts: int, *, seed: int = 1, now: datetime | None = None, quiet: bool = True) -> Filled:
    """Add about this many posts, with the spaces, members and threads they need."""
    chance = random.Random(seed)
    now = (now or timezone.now()).replace(minute=0, second=0, microsecond=0)
    words = Words(chance)
    spaces = _spaces()
    members = _members(max(40, min(5_000, posts // 200)), now)
    _admit(spaces, members, now)
    filled = Filled(members=len(members), space=spaces[0].slug)
    sizes = _sizes(chance, posts - HOT_REPLIES - 1)
    start = now - timedelta(days=365 * YEARS)
    step = timedelta(days=365 * YEARS) / max(1, posts)
    with tqdm(total=posts, unit=" posts", disable=quiet) as bar:
        while chunk := list(islice(sizes, THREADS_AT_ONCE)):
            made = _threads(chunk, chance, words, spaces, members, start + step * filled.posts, step)
            filled.posts += made
            filled.threads += len(chunk)
            bar.update(made)
        filled.hot_thread = _hot_thread(words, spaces[0], members, now)
        bar.update(HOT_REPLIES + 1)
    filled.posts += HOT_REPLIES + 1
    filled.threads += 1
    filled.common_word, filled.middling_word, filled.rare_word = (
        words.vocabulary[n] for n in (5, 900, 25_000)
    )
    filled.phrase = " ".join(words.sentences[0].lower().split()[1:4])
    _tidy()
    return filled


def _spaces() -> list[Space]:
    doors = [Access.OPEN] * 9 + [Access.MEMBERS] * 9 + [Access.REQUEST] * 2
    for number, access in enumerate(doors, start=1):
        Space.objects.get_or_create(
            slug=f"measure-{number}",
            defaults={"name": f"Space {number}", "purpose": "To measure on.", "access": access},
        )
    return list(Space.objects.filter(slug__startswith="measure-").order_by("pk"))


def _members(count: int, now: datetime) -> list[Member]:
    for name in READERS:
        if not Member.objects.filter(name=name).exists():
            sign_up(name=name, passphrase=PASSPHRASE, now=now)
    keys = [f"measured{number}" for number in range(count)]
    Account.objects.bulk_create(
        [Account(name_key=key, password="!") for key in keys], ignore_conflicts=True, batch_size=1_000
    )
    accounts = Account.objects.filter(name_key__startswith="measured").in_bulk(field_name="name_key")
    Member.objects.bulk_create(
        [
            Member(
                account=accounts[key],
                name=f"Member {number}",
                name_key=key,
                avatar_seed=number,
                joined_at=now,
            )
            for number, key in enumerate(keys)
        ],
        ignore_conflicts=True,
        batch_size=1_000,
    )
    return list(Member.objects.filter(name_key__startswith="measured").order_by("pk")[:count])


def _admit(spaces: list[Space], members: list[Member], now: datetime) -> None:
    SpaceMembership.objects.bulk_create(
        [
            SpaceMembership(space=space, member=member, admitted_at=now)
            for space in spaces
            if space.access == Access.REQUEST
            for member in members
        ],
        ignore_conflicts=True,
        batch_size=1_000,
    )


def _sizes(chance: random.Random, posts: int) -> Iterator[int]:
    """Give the number of posts of each thread: most have a few, a few have hundreds."""
    while posts > 0:
        size = min(posts, 600, max(1, int(chance.paretovariate(1.1) * 3)))
        posts -= size
        yield size


def _threads(
    sizes: list[int], chance: random.Random, words: Words, spaces: list[Space], members: list[Member],
    start: datetime, step: timedelta,
) -> int:  # fmt: skip
    """Write a bundle of threads whose posts arrive mixed."""
    turns = [number for number, size in enumerate(sizes) for _ in range(size)]
    chance.shuffle(turns)
    times = [start + step * turn for turn in range(len(turns))]
    opened: dict[int, datetime] = {}
    for turn, at in zip(turns, times, strict=True):
        opened.setdefault(turn, at)
    threads = Thread.objects.bulk_create(
        [
            Thread(
                space=chance.choice(spaces), author=chance.choice(members), title=words.title(), reply_count=size - 1,
                wants=chance.choice(["listen", "been_there", "ideas", "company"]),
                notes=",loss," if chance.random() < 0.08 else "", created_at=opened[number],
                last_activity_at=opened[number],
            )
            for number, size in enumerate(sizes)
        ],
        batch_size=500,
    )  # fmt: skip
    _hide_some(threads, chance)
    posts: list[Post] = []
    begun: set[int] = set()
    for turn, at in zip(turns, times, strict=True):
        posts.append(_post(threads[turn], turn not in begun, at, chance, words, members))
        begun.add(turn)
    with transaction.atomic():
        Post.objects.bulk_create(posts, batch_size=1_000)
        count_again([thread.pk for thread in threads])
    return len(posts)


def _hide_some(threads: list[Thread], chance: random.Random) -> None:
    """Let one thread in twenty be begun anonymously."""
    hidden = [thread for thread in threads if chance.random() < 0.05]
    aliases = Alias.objects.bulk_create(
        [
            Alias(thread=thread, member=thread.author, name="Quiet Heron", avatar_seed=thread.pk)
            for thread in hidden
        ]
    )
    for thread, alias in zip(hidden, aliases, strict=True):
        thread.alias = alias
    Thread.objects.bulk_update(hidden, ["alias"], batch_size=200)


def _post(
    thread: Thread, is_opening: bool, at: datetime, chance: random.Random, words: Words, members: list[Member]
) -> Post:
    body = words.body(chance.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 12]))
    author = thread.author if is_opening or chance.random() < 0.25 else chance.choice(members)
    return Post(
        thread=thread, author=author, alias=thread.alias if author.pk == thread.author_id else None,
        is_opening=is_opening, title=thread.title if is_opening else "", body=body, html=as_html(body),
        notes=thread.notes if is_opening else "", created_at=at,
    )  # fmt: skip


def _hot_thread(words: Words, space: Space, members: list[Member], now: datetime) -> int:
    """Write the thread that is measured: an opening post and 50 replies of about 80 words."""
    thread = Thread.objects.create(
        space=space, author=members[0], title="The hot thread", created_at=now, last_activity_at=now
    )
    posts = []
    for number in range(HOT_REPLIES + 1):
        body = words.body(6)
        posts.append(
            Post(
                thread=thread, author=members[number % 20], is_opening=not number, title="" if number else thread.title,
                body=body, html=as_html(body), created_at=now + timedelta(seconds=number),
            )
        )  # fmt: skip
    Post.objects.bulk_create(posts)
    count_again([thread.pk])
    return thread.pk


def _tidy() -> None:
    """Let the database learn what it holds, as it would have by itself in time."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO forum_search(forum_search) VALUES ('optimize')")
        cursor.execute("ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--posts", type=int, default=10_000, help="how many posts to add (default 10,000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives another community")
    chosen = parser.parse_args()
    told: dict[str, Any] = asdict(fill(chosen.posts, seed=chosen.seed, quiet=not sys.stderr.isatty()))
    print(json.dumps({**told, "all_posts": Post.objects.aggregate(last=Max("pk"))["last"]}))


if __name__ == "__main__":
    main()
