"""How long people wait for a first answer, with and without quiet offers: a simulated community, the real rules.

    python -m bench.waiting             print the table; a few minutes
    python -m bench.waiting --keep      and put it into bench/README.md

Threads arrive and helpers look in by chance, with fixed seeds, minute by minute over eight weeks. Both arms of a
comparison have the same arrivals, visits and people. Where each number comes from is in bench/README.md.
"""

import argparse
import math
import os
import random
import statistics
import sys
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

WEEKS, SETTLING_DAYS = 8, 7
START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
README = Path(__file__).resolve().parent / "README.md"
BEGINS, ENDS = "<!-- waiting: begins -->", "<!-- waiting: ends -->"

# Who asks: most at 2 to 5 in the night, fewest at 11 to 14, most on Mondays.
ASKING_HOURS = [1 + 0.35 * math.cos(2 * math.pi * (hour - 3.5) / 24) for hour in range(24)]
ASKING_DAYS = [1.08, 1.05, 1.02, 0.99, 0.96, 0.94, 0.96]
# Who looks in: most at 20 to 23.
LOOKING_HOURS = [1 + 0.6 * math.cos(2 * math.pi * (hour - 21.5) / 24) for hour in range(24)]
VISITS_MEDIAN, VISITS_SPREAD = 2.0, 1.2  # a week, lognormal: most look in seldom, a few carry much
SPACES = TOPICS = range(8)
FIRST_POSTS, ANONYMOUS = 0.25, 0.3
READ_AT_A_VISIT, NEWEST, LOOKS_AT_WAITING = 5, 20, 0.2
VISIT_LASTS = timedelta(minutes=15)
ANSWERS, ANSWERS_WHEN_CLOSE = 0.1, 0.3  # for each thread read; when it is about what they know
LET_GO = 0.3


@dataclass(frozen=True)
class Community:
    """How many ask and help, what part of the helpers takes offers, and what being asked does to an answer."""

    name: str
    threads_a_day: float
    helpers: int
    opted_in: float = 0.5
    asked_factor: float = 2.0
    weekly_cap: int = 5
    after_hours: float = 4
    after_first_hours: float = 0.5


COMMUNITIES = [
    Community("small: 4 threads a day, 20 helpers", 4, 20),
    Community("middling: 12 threads a day, 60 helpers", 12, 60),
    Community("short of helpers: 12 threads a day, 30 helpers", 12, 30),
    Community("middling, one helper in five takes offers", 12, 60, opted_in=0.2),
    Community("middling, being asked makes nobody readier", 12, 60, asked_factor=1.0),
    Community("middling, at most 3 offers a week", 12, 60, weekly_cap=3),
    Community("middling, at most 7 offers a week", 12, 60, weekly_cap=7),
    Community("middling, asked after 2 hours", 12, 60, after_hours=2),
    Community("middling, asked after 8 hours", 12, 60, after_hours=8),
]


@dataclass
class Person:
    """A helper: when they look in, where they are at home, and what they were offered."""

    facts: Any
    home_spaces: frozenset[int]
    known_topics: frozenset[str]
    visits: list[datetime]
    takes_offers: bool
    here_until: datetime = START
    replies: list[tuple[datetime, int]] = field(default_factory=list)
    offer: tuple[Any, datetime] | None = None
    offered: list[datetime] = field(default_factory=list)
    answered: int = 0
    let_go: int = 0


@dataclass
class Outcome:
    """What became of the threads of one run: waits in hours, infinite where nobody answered; offers made."""

    waits: list[float]
    offers: int

    @property
    def unanswered(self) -> float:
        """Share without an answer after a day."""
        return sum(wait > 24 for wait in self.waits) / len(self.waits)

    @property
    def median(self) -> float:
        return statistics.median(self.waits)


def by_chance(rng: random.Random, a_day: float, hours: list[float], days: list[float]) -> list[datetime]:
    """Return moments of a Poisson process with this mean a day and these weights by hour and weekday."""
    mean, moments = sum(hours) / 24 * sum(days) / 7, []
    for hour in range(WEEKS * 7 * 24):
        rate = a_day / 24 * hours[hour % 24] * days[hour // 24 % 7] / mean
        at = rng.expovariate(rate) if rate else math.inf
        while at < 1:
            moments.append(START + timedelta(hours=hour + at))
            at += rng.expovariate(rate)
    return moments


def people(community: Community, rng: random.Random) -> list[Person]:
    """Return the helpers, each with their visits."""
    from forum.routing import Helper, Terms

    found = []
    for number in range(1, community.helpers + 1):
        known = frozenset(map(str, rng.sample(TOPICS, 2)))
        terms = Terms(
            weekly_cap=community.weekly_cap,
            quiet_from=22 * 60,
            quiet_until=8 * 60,
            time_zone="UTC",
            known_topics=known,
        )
        a_week = rng.lognormvariate(math.log(VISITS_MEDIAN), VISITS_SPREAD)
        found.append(
            Person(
                facts=Helper(id=number, terms=terms),
                home_spaces=frozenset(rng.sample(SPACES, 2)),
                known_topics=known,
                visits=by_chance(rng, a_week / 7, LOOKING_HOURS, [1.0] * 7),
                takes_offers=rng.random() < community.opted_in,
            )
        )
    return found


def threads(community: Community, rng: random.Random) -> list[Any]:
    """Return the threads in the order they are begun."""
    from forum.routing import Waiting

    return [
        Waiting(
            id=number, space_id=rng.choice(SPACES), author_id=-number, is_anonymous=rng.random() < ANONYMOUS,
            is_first_post=rng.random() < FIRST_POSTS, created_at=at, subject="",
            topics=frozenset({str(rng.choice(TOPICS))}), wants="listen",
        )
        for number, at in enumerate(
            by_chance(rng, community.threads_a_day, ASKING_HOURS, ASKING_DAYS), start=1
        )
    ]  # fmt: skip


class Run:
    """One community over eight weeks, with offers or without."""

    def __init__(self, community: Community, seed: int, *, with_offers: bool) -> None:
        rng = random.Random(seed)
        self.community, self.with_offers = community, with_offers
        self.threads, self.people = threads(community, rng), people(community, rng)
        self.waiting: dict[int, Any] = {}
        self.answered_at: dict[int, datetime] = {}
        self.asked: dict[int, set[int]] = {}
        self.begun: list[Any] = []
        self.luck = random.Random(seed + 1_000)
        self.offers = 0

    def outcome(self) -> Outcome:
        """Let the time pass and return how long those who wrote after the first week waited."""
        self._live()
        end = START + WEEKS * 7 * DAY
        counted = [one for one in self.threads if START + SETTLING_DAYS * DAY <= one.created_at <= end - DAY]
        waits = [
            (self.answered_at[one.id] - one.created_at) / timedelta(hours=1)
            if one.id in self.answered_at
            else math.inf
            for one in counted
        ]
        return Outcome(waits, self.offers)

    def _live(self) -> None:
        moments: list[tuple[datetime, int, Any]] = [(one.created_at, 0, one) for one in self.threads]
        moments += [(at, 1, person) for person in self.people for at in person.visits]
        if self.with_offers:
            steps = WEEKS * 7 * 24 * 12
            moments += [(START + timedelta(minutes=5 * step), 2, None) for step in range(steps)]
        for now, kind, who in sorted(moments, key=lambda moment: moment[:2]):
            if kind == 0:
                self.waiting[who.id] = who
                self.begun.append(who)
            elif kind == 1:
                self._visit(who, now)
            else:
                self._ask(now)

    def _visit(self, person: Person, now: datetime) -> None:
        """Look at the offer first, where there is one, then at what is new or waits."""
        person.here_until = now + VISIT_LASTS
        self._consider_offer(person, now)
        waits, newest = list(self.waiting.values()), self.begun[-NEWEST:][::-1]
        seen = waits if self.luck.random() < LOOKS_AT_WAITING else newest
        close = sorted(seen, key=lambda one: one.space_id not in person.home_spaces)
        for one in close[:READ_AT_A_VISIT]:
            if one.id in self.waiting:
                self._answers(person, one, now, 1.0)

    def _consider_offer(self, person: Person, now: datetime) -> None:
        if not person.offer or person.offer[1] <= now or person.offer[0].id not in self.waiting:
            return
        if self._answers(person, person.offer[0], now, self.community.asked_factor):
            person.answered += 1
            person.offer = None
        elif self.luck.random() < LET_GO:
            person.let_go += 1
            person.offer = None

    def _answers(self, person: Person, one: Any, now: datetime, factor: float) -> bool:
        is_close = one.space_id in person.home_spaces or bool(one.topics & person.known_topics)
        if self.luck.random() >= min(1.0, factor * (ANSWERS_WHEN_CLOSE if is_close else ANSWERS)):
            return False
        self.answered_at[one.id] = now
        del self.waiting[one.id]
        person.replies.append((now, one.space_id))
        return True

    def _ask(self, now: datetime) -> None:
        """Do what forum.actions.offers does every five minutes, with the same rules."""
        from forum import routing

        for person in self.people:
            if person.offer and (person.offer[1] <= now or person.offer[0].id not in self.waiting):
                person.let_go += person.offer[1] <= now
                person.offer = None
        after = timedelta(hours=self.community.after_hours)
        times = {"after": after, "after_first": timedelta(hours=self.community.after_first_hours)}
        due = [one for one in self.waiting.values() if routing.is_due(one, now=now, **times)]
        able = {helper.id: helper for helper in self._able(now)} if due else {}
        for one in routing.most_pressing_first(due, now=now):
            if not able:
                return
            open_now = sum(bool(person.offer and person.offer[0].id == one.id) for person in self.people)
            known = self.asked.setdefault(one.id, set())
            free = [helper for helper in able.values() if helper.id not in known]
            for helper in routing.likely_first(free, one, now=now)[: routing.ASKED_AT_ONCE - open_now]:
                person = self.people[helper.id - 1]
                person.offer = (one, now + routing.OFFER_LASTS)
                person.offered.append(now)
                known.add(helper.id)
                del able[helper.id]
                self.offers += 1
                if helper.is_here:
                    self._consider_offer(person, now)

    def _able(self, now: datetime) -> list[Any]:
        """Return those who can be asked about anything now."""
        from forum import routing

        idle = [person for person in self.people if person.takes_offers and person.offer is None]
        return [
            facts for person in idle if routing.can_carry_more(facts := self._facts(person, now), now=now)
        ]

    @staticmethod
    def _facts(person: Person, now: datetime) -> Any:
        return replace(
            person.facts,
            is_here=person.here_until > now,
            replied_spaces=frozenset(space for at, space in person.replies if at > now - 30 * DAY),
            offers_this_week=sum(at > now - 7 * DAY for at in person.offered),
            offers_answered=person.answered,
            offers_let_go=person.let_go,
            last_offer_at=person.offered[-1] if person.offered else None,
        )


def table(seeds: range) -> list[str]:
    """Return the lines of the table; each number is the mean over the seeds, with the least and the most."""
    lines = [
        "| community | unanswered after 24 h, without | with offers | median first answer, without "
        "| with offers | offers a week for each who takes them |",
        "|---|---|---|---|---|---|",
    ]
    for community in COMMUNITIES:
        without = [Run(community, seed, with_offers=False).outcome() for seed in seeds]
        having = [Run(community, seed, with_offers=True).outcome() for seed in seeds]
        takers = community.helpers * community.opted_in
        offers = statistics.mean(one.offers for one in having) / takers / WEEKS
        lines.append(
            f"| {community.name} | {_percent(without)} | {_percent(having)} | {_hours(without)} "
            f"| {_hours(having)} | {offers:.1f} |"
        )
    return lines


def _percent(outcomes: list[Outcome]) -> str:
    shares = [100 * one.unanswered for one in outcomes]
    return f"{statistics.mean(shares):.1f} % ({min(shares):.1f}–{max(shares):.1f})"


def _hours(outcomes: list[Outcome]) -> str:
    medians = [one.median for one in outcomes]
    return f"{statistics.mean(medians):.1f} h ({min(medians):.1f}–{max(medians):.1f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--keep", action="store_true", help="put the table into bench/README.md")
    parser.add_argument("--seeds", type=int, default=4)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HEARTHSIDE_HOME=folder, DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        lines = table(range(1, chosen.seeds + 1))
    print("\n".join(lines))
    if chosen.keep:
        before, _, rest = README.read_text().partition(BEGINS)
        after = rest.partition(ENDS)[2]
        README.write_text("\n".join([before + BEGINS, "", *lines, "", ENDS + after]))


if __name__ == "__main__":
    sys.exit(main())
