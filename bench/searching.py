"""Searching in the largest database, each search followed by a thread page, by a signed-in member."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from bench.client import Line, percentile
from bench.homes import Home, on_postgres, postgres_answers
from bench.plan import Plan, say
from bench.server import serving
from bench.table import Row
from bench.words import Words

LIMIT = 10
SEED = 1


def measure(plan: Plan) -> list[Row]:
    say(f"search in {plan.large:,} posts")
    rows = _measure(plan, plan.home(plan.large), "SQLite")
    if plan.search_on_postgres and not postgres_answers():
        say(f"search in {plan.large:,} posts on PostgreSQL, which have to be written first")
        with TemporaryDirectory() as folder, on_postgres(Path(folder) / "home", plan.large) as home:
            rows += _measure(plan, home, "PostgreSQL")
    return rows


def _measure(plan: Plan, home: Home, database: str) -> list[Row]:
    queries = queries_of(plan.searches)
    searched: dict[str, list[float]] = {kind: [] for kind in queries}
    pages: list[float] = []
    found: dict[str, int] = dict.fromkeys(queries, 0)
    with serving(home) as server:
        line = Line(server.port, home.sign_in()[0])
        for _ in range(20):
            line.timed(home.thread_page)
            line.timed("/search/?q=hello")
        for number in range(plan.searches):
            for kind, addresses in queries.items():
                searched[kind].append(line.timed(addresses[number]))
                pages.append(line.timed(home.thread_page))
        for kind, addresses in queries.items():
            found[kind] = sum(b"<mark>" in line.get(address).body for address in addresses)
    return _rows(database, plan, searched, pages, found)


def _rows(
    database: str, plan: Plan, searched: dict[str, list[float]], pages: list[float], found: dict[str, int]
) -> list[Row]:
    page = percentile(pages, 95)
    every = [took for times in searched.values() for took in times]
    ratio = percentile(every, 95) / page
    worst = max(searched, key=lambda kind: percentile(searched[kind], 95))
    return [
        Row(
            f"Search in {plan.large:,} posts : thread page, p95, {database}",
            f"{ratio:.1f} ({percentile(every, 95):.1f} : {page:.1f} ms); most for {worst}, "
            f"{percentile(searched[worst], 95) / page:.1f}",
            f"< {LIMIT}",
            percentile(searched[worst], 95) / page < LIMIT,
        ),
        *(
            Row(
                f"– {kind}, {database}",
                f"p50 {percentile(times, 50):.1f} ms, p95 {percentile(times, 95):.1f} ms; "
                f"{found[kind]} of {plan.searches} found something",
            )
            for kind, times in searched.items()
        ),
    ]


def queries_of(count: int) -> dict[str, list[str]]:
    """Return addresses of searches by what they look for, in the words bench/fill.py writes with."""
    chance = random.Random(SEED)
    words = Words(chance)

    def ranks(first: int, last: int) -> list[str]:
        return [words.vocabulary[chance.randrange(first, last)] for _ in range(count)]

    def run_of(length: int) -> list[str]:
        runs = [chance.choice(words.sentences).lower().split() for _ in range(count)]
        return [" ".join(run[1 : 1 + length]) for run in runs]

    common, until = ranks(0, 50), datetime.now(UTC).date()
    since = until - timedelta(days=60)
    two = [f"{first} {second}" for first, second in zip(ranks(0, 300), ranks(300, 3_000), strict=True)]
    asked: dict[str, list[dict[str, object]]] = {
        "a common word": [{"q": word} for word in common],
        "a middling word": [{"q": word} for word in ranks(500, 2_000)],
        "a rare word": [{"q": word} for word in ranks(20_000, 29_000)],
        "two words": [{"q": pair} for pair in two],
        "a phrase": [{"q": f'"{phrase}"'} for phrase in run_of(3)],
        "a word nowhere": [{"q": f"zzq{number}x"} for number in range(count)],
        "a common word in one space": [
            {"q": word, "space": f"measure-{number % 18 + 1}"} for number, word in enumerate(common)
        ],
        "a rare word in one space and time": [
            {"q": word, "space": f"measure-{number % 18 + 1}", "since": since, "until": until}
            for number, word in enumerate(ranks(15_000, 29_000))
        ],
        "a common word long ago": [
            {"q": word, "since": until - timedelta(days=1_000), "until": until - timedelta(days=900)}
            for word in common
        ],
    }
    return {kind: [f"/search/?{urlencode(query)}" for query in queries] for kind, queries in asked.items()}
