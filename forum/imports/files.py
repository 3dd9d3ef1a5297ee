"""Reading import files as a whole: nothing is written before every line was found to fit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.db import transaction

from forum.imports.lines import LONGEST_LINE, BadLine, Problem, read_line
from forum.imports.writing import write
from forum.models import ImportedItem, Space
from people.models import Role
from people.names import NameProblem, check_name, look_keys
from people.queries import is_name_free, topic_names

Progress = Callable[[Iterable[Any], int, str], Iterable[Any]]


class ImportRefused(Exception):
    """Nothing was imported; `problems` says why, line by line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} lines cannot be imported")
        self.problems = problems


@dataclass(frozen=True)
class Imported:
    """How many of each kind came in, and how many were here already."""

    members: int
    spaces: int
    threads: int
    replies: int
    already_here: int


class Place(NamedTuple):
    """Where in the files a post stands; in the order posts are to be written."""

    at: datetime
    is_reply: bool
    file: int
    offset: int


@dataclass
class Plan:
    """What is to be written, and what is known of it: ids of the source and what they are here."""

    source: str
    now: datetime
    known: dict[tuple[str, str], int]
    members: list[dict[str, Any]] = field(default_factory=list)
    spaces: list[dict[str, Any]] = field(default_factory=list)
    posts: list[Place] = field(default_factory=list)
    thread_times: dict[str, datetime] = field(default_factory=dict)
    reply_ids: set[str] = field(default_factory=set)
    member_ids: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str | None] = field(default_factory=dict)
    already_here: int = 0

    def member_key(self, author: str) -> str | None:
        """Return the id of a member of this source by id or by name, None when there is none."""
        if author not in self.authors:
            self.authors[author] = self._find(author) or self._find(_as_name(author))
        return self.authors[author]

    def _find(self, told: str) -> str | None:
        return self.member_ids.get(told) or (told if ("member", told) in self.known else None)


def _as_name(text: str) -> str:
    try:
        return check_name(text)
    except NameProblem:
        return text


def import_files(
    paths: list[Path],
    *,
    source: str,
    now: datetime,
    passphrase: str | None = None,
    passphrase_for: frozenset[str] | None = None,
    with_roles: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda items, total, what: items,
) -> Imported:
    """Bring in the members, spaces, threads and replies of these files, all or nothing.

    Raises ImportRefused with every line that does not fit. What this source brought in before is left as it is.
    Nobody can sign in as an imported member, unless a passphrase is given for them (for a demo). Nothing is
    announced: this is the past.
    """
    with transaction.atomic():
        plan = _check(paths, source=source, now=now, with_roles=with_roles, progress=progress)
        counts = Imported(
            members=len(plan.members),
            spaces=len(plan.spaces),
            threads=sum(not place.is_reply for place in plan.posts),
            replies=sum(place.is_reply for place in plan.posts),
            already_here=plan.already_here,
        )
        if not dry_run:
            lines = progress(_read_again(paths, plan.posts), len(plan.posts), "Writing")
            write(plan, lines, passphrase=passphrase, passphrase_for=passphrase_for)
    return counts


def _check(paths: list[Path], *, source: str, now: datetime, with_roles: bool, progress: Progress) -> Plan:
    """Return what is to be written, or refuse with every problem of every line."""
    rows = ImportedItem.objects.filter(source=source).values_list("kind", "external_id", "object_id")
    plan = Plan(source, now, {(kind, external): object_id for kind, external, object_id in rows})
    checker = _Checker(plan, with_roles=with_roles)
    for number, path in enumerate(paths):
        with path.open("rb") as file:
            size = path.stat().st_size
            for line, offset, raw in progress(_lines(file), size // 400, f"Checking {path.name}"):
                checker.take(
                    raw, line=line, file=number, offset=offset, name=path.name if len(paths) > 1 else ""
                )
    checker.finish()
    if checker.problems:
        raise ImportRefused(sorted(checker.problems, key=lambda problem: (problem.file, problem.line)))
    plan.posts.sort()
    return plan


def _lines(file: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Give each line with its number and place; of an endless one only as much as is needed to refuse it."""
    number, offset = 0, 0
    while raw := file.readline(LONGEST_LINE + 2):
        number += 1
        if raw.strip():
            yield number, offset, raw
        offset += len(raw)
        while len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            raw = file.readline(LONGEST_LINE)
            offset += len(raw)


def _read_again(paths: list[Path], places: list[Place]) -> Iterator[dict[str, Any]]:
    files = [path.open("rb") for path in paths]
    try:
        for place in places:
            files[place.file].seek(place.offset)
            yield read_line(files[place.file].readline())
    finally:
        for file in files:
            file.close()


class _Checker:
    """Looks at every line on its own, and at the end at what lines say of each other."""

    def __init__(self, plan: Plan, *, with_roles: bool) -> None:
        self.plan = plan
        self.with_roles = with_roles
        self.problems: list[Problem] = []
        self.topics = set(topic_names())
        self.slugs = set(Space.objects.values_list("slug", flat=True))
        self.new_slugs: set[str] = set()
        self.look_keys: set[str] = set()
        self.mentions: list[tuple[int, str, dict[str, Any]]] = []

    def take(self, raw: bytes, *, line: int, file: int, offset: int, name: str) -> None:
        """Check one line and plan what is to be written of it."""
        try:
            clean = read_line(raw)
            reasons = getattr(self, f"_take_{clean['type']}")(clean)
        except BadLine as problem:
            reasons = list(problem.args)
            clean = {}
        self.problems += [Problem(line, reason, name) for reason in reasons or ()]
        if clean.get("type") in {"thread", "reply"} and not reasons:
            self.mentions.append((line, name, {k: clean.get(k) for k in ("space", "thread", "author", "at")}))
            if not self._is_known(clean["type"], clean["id"]):
                self.plan.posts.append(Place(clean["at"], clean["type"] == "reply", file, offset))

    def finish(self) -> None:
        """Check that what lines mention is there."""
        for line, name, mention in self.mentions:
            self.problems += [Problem(line, reason, name) for reason in self._missing(mention)]

    def _missing(self, mention: dict[str, Any]) -> Iterator[str]:
        if self.plan.member_key(mention["author"]) is None:
            yield f"author {mention['author']!r} is not a member of this import"
        if mention["space"] and mention["space"] not in self.slugs | self.new_slugs:
            yield f"space {mention['space']!r} is not there"
        thread = mention["thread"]
        if thread is None:
            return
        began = self.plan.thread_times.get(thread)
        if began is None and not self._is_known("thread", thread):
            yield f"thread {thread!r} is not there"
        elif began and mention["at"] < began:
            yield "at is earlier than the thread it answers"

    def _is_known(self, kind: str, external_id: str) -> bool:
        return (kind, external_id) in self.plan.known

    def _take_member(self, clean: dict[str, Any]) -> list[str]:
        clean["id"] = clean["id"] or clean["name"]
        if clean["id"] in self.plan.member_ids:
            return [f"member {clean['id']!r} is there twice"]
        self.plan.member_ids |= {clean["name"]: clean["id"], clean["id"]: clean["id"]}
        if self._is_known("member", clean["id"]):
            self.plan.already_here += 1
            return []
        self.plan.members.append(clean)
        return [
            *self._name_problems(clean),
            *self._time_problems(clean, "joined_at"),
            *self._role_problems(clean),
        ]

    def _name_problems(self, clean: dict[str, Any]) -> list[str]:
        keys = look_keys(clean["name"])
        twice = not self.look_keys.isdisjoint(keys)
        self.look_keys |= set(keys)
        if twice:
            return [f"name {clean['name']!r}, or one that looks like it, is in the file twice"]
        if not is_name_free(clean["name"]):
            return [f"name {clean['name']!r}, or one that looks like it, belongs to somebody here already"]
        return []

    def _role_problems(self, clean: dict[str, Any]) -> list[str]:
        if clean["role"] == Role.MEMBER or self.with_roles:
            return []
        return [f"role {clean['role']!r} is given only with --with-roles"]

    def _time_problems(self, clean: dict[str, Any], key: str = "at") -> list[str]:
        return [f"{key} is in the future"] if clean[key] and clean[key] > self.plan.now else []

    def _take_space(self, clean: dict[str, Any]) -> list[str]:
        if clean["slug"] in self.new_slugs:
            return [f"space {clean['slug']!r} is there twice"]
        self.new_slugs.add(clean["slug"])
        if clean["slug"] in self.slugs:
            self.plan.already_here += 1
        else:
            self.plan.spaces.append(clean)
        return []

    def _take_thread(self, clean: dict[str, Any]) -> list[str]:
        if clean["id"] in self.plan.thread_times:
            return [f"thread {clean['id']!r} is there twice"]
        self.plan.thread_times[clean["id"]] = clean["at"]
        self.plan.already_here += self._is_known("thread", clean["id"])
        return [*self._time_problems(clean), *self._note_problems(clean)]

    def _take_reply(self, clean: dict[str, Any]) -> list[str]:
        if clean["id"] in self.plan.reply_ids:
            return [f"reply {clean['id']!r} is there twice"]
        self.plan.reply_ids.add(clean["id"])
        self.plan.already_here += self._is_known("reply", clean["id"])
        return [*self._time_problems(clean), *self._note_problems(clean)]

    def _note_problems(self, clean: dict[str, Any]) -> list[str]:
        return [
            f"notes: {note!r} is not a topic here ({', '.join(sorted(self.topics))})"
            for note in clean["notes"]
            if note not in self.topics
        ]
