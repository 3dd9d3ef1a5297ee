"""Writing an import: many rows at a time, with everything the forum's own actions would have kept true."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from core.jobs import enqueue
from core.text import render_markdown
from forum import feeds
from forum.actions.counts import count_again
from forum.models import Alias, ImportedItem, Post, Space, SpaceMembership, Thread
from forum.models.spaces import Access
from forum.names import alias_in
from forum.tasks import screen_earlier_posts
from people.actions import save_profile, set_role, sign_up
from people.models import Member, Role
from people.queries import pack_notes

if TYPE_CHECKING:
    from forum.imports.files import Plan

AT_ONCE = 1_000
Line = dict[str, Any]


def write(
    plan: "Plan", lines: Iterable[Line], *, passphrase: str | None, passphrase_for: frozenset[str] | None
) -> None:
    """Write members and spaces, then the posts in the order of their times."""
    for line in plan.members:
        may_sign_in = passphrase_for is None or line["name"] in passphrase_for
        _write_member(plan, line, passphrase if may_sign_in else None)
    for line in plan.spaces:
        space = Space.objects.create(**_space_fields(line))
        _remember(plan, [("space", line["slug"], space.pk)])
    writer = _Writer(plan)
    lines = iter(lines)
    while bundle := list(islice(lines, AT_ONCE)):
        writer.write(bundle)
    writer.finish()


def _write_member(plan: "Plan", line: Line, passphrase: str | None) -> None:
    member = sign_up(name=line["name"], passphrase=passphrase, now=line["joined_at"] or plan.now)
    save_profile(member, **{key: line[key] for key in ("pronouns", "about", "languages", "interests")})
    if line["role"] != Role.MEMBER:
        set_role(member, role=line["role"], by=None)
    _remember(plan, [("member", line["id"], member.pk)])


def _space_fields(line: Line) -> Line:
    return {key: value for key, value in line.items() if key != "type" and value is not None}


def _remember(plan: "Plan", items: list[tuple[str, str, int]]) -> None:
    plan.known.update({(kind, external): object_id for kind, external, object_id in items})
    ImportedItem.objects.bulk_create(
        [
            ImportedItem(source=plan.source, kind=kind, external_id=external, object_id=object_id)
            for kind, external, object_id in items
        ],
        batch_size=AT_ONCE,
    )


class _Writer:
    """Writes threads and replies bundle by bundle."""

    def __init__(self, plan: "Plan") -> None:
        self.plan = plan
        self.spaces = {space.slug: space for space in Space.objects.all()}
        self.touched: set[int] = set()
        self.writers: dict[int, set[int]] = defaultdict(set)

    def write(self, lines: list[Line]) -> None:
        """Write one bundle: its threads, the names people carry in them, its posts."""
        self._write_threads([line for line in lines if line["type"] == "thread"])
        aliases = self._write_aliases([line for line in lines if line["anonymous"]])
        posts = Post.objects.bulk_create([self._post(line, aliases) for line in lines], batch_size=AT_ONCE)
        replies = [
            ("reply", line["id"], post.pk)
            for line, post in zip(lines, posts, strict=True)
            if line["type"] == "reply"
        ]
        _remember(self.plan, replies)
        self.touched |= {post.thread_id for post in posts}

    def finish(self) -> None:
        """Set what threads remember of their last post, and let those who wrote in a closed space back in."""
        touched = iter(sorted(self.touched))
        while bundle := list(islice(touched, 500)):
            count_again(bundle)
        for space in self.spaces.values():
            if space.access == Access.REQUEST:
                _admit(space, self.writers[space.pk], self.plan)
            feeds.forget(space.pk)
        enqueue(screen_earlier_posts, 0)

    def _write_threads(self, lines: list[Line]) -> None:
        threads = Thread.objects.bulk_create(
            [
                Thread(
                    space=self.spaces[line["space"]], author_id=self._member_id(line), title=line["title"],
                    wants=line["wants"], notes=pack_notes(line["notes"]), created_at=line["at"],
                    last_activity_at=line["at"],
                )
                for line in lines
            ],
            batch_size=AT_ONCE,
        )  # fmt: skip
        _remember(
            self.plan,
            [("thread", line["id"], thread.pk) for line, thread in zip(lines, threads, strict=True)],
        )
        for thread in threads:
            self.writers[thread.space_id].add(thread.author_id)

    def _write_aliases(self, lines: list[Line]) -> dict[tuple[int, int], Alias]:
        """Give everybody who writes anonymously their one name in that thread."""
        wanted = dict.fromkeys((self._thread_id(line), self._member_id(line)) for line in lines)
        known: dict[int, dict[int, tuple[str, int]]] = defaultdict(dict)
        aliases = {}
        for alias in Alias.objects.filter(thread__in={thread for thread, _ in wanted}):
            known[alias.thread_id][alias.member_id or -alias.pk] = (alias.name, alias.avatar_seed)
            if alias.member_id:
                aliases[alias.thread_id, alias.member_id] = alias
        new = []
        threads = Thread.objects.select_related("space").in_bulk({thread for thread, _ in wanted})
        for thread_id, member_id in wanted:
            if (thread_id, member_id) not in aliases:
                name, seed = alias_in(threads[thread_id], Member(pk=member_id), known=known[thread_id])
                known[thread_id][member_id] = (name, seed)
                new.append(Alias(thread_id=thread_id, member_id=member_id, name=name, avatar_seed=seed))
        for alias in Alias.objects.bulk_create(new, batch_size=AT_ONCE):
            aliases[alias.thread_id, alias.member_id] = alias  # type: ignore[index]
        hidden = [
            Thread(pk=self._thread_id(line), alias=aliases[self._thread_id(line), self._member_id(line)])
            for line in lines
            if line["type"] == "thread"
        ]
        Thread.objects.bulk_update(hidden, ["alias"], batch_size=200)
        return aliases

    def _post(self, line: Line, aliases: dict[tuple[int, int], Alias]) -> Post:
        thread_id, member_id, is_opening = (
            self._thread_id(line),
            self._member_id(line),
            line["type"] == "thread",
        )
        return Post(
            thread_id=thread_id, author_id=member_id, is_opening=is_opening,
            alias=aliases[thread_id, member_id] if line["anonymous"] else None,
            title=line["title"] if is_opening else "", body=line["body"], html=render_markdown(line["body"]),
            notes=pack_notes(line["notes"]), created_at=line["at"],
        )  # fmt: skip

    def _thread_id(self, line: Line) -> int:
        return self.plan.known["thread", line["id"] if line["type"] == "thread" else line["thread"]]

    def _member_id(self, line: Line) -> int:
        return self.plan.known["member", self.plan.member_key(line["author"]) or ""]


def _admit(space: Space, member_ids: Iterable[int], plan: "Plan") -> None:
    SpaceMembership.objects.bulk_create(
        [SpaceMembership(space=space, member_id=member_id, admitted_at=plan.now) for member_id in member_ids],
        ignore_conflicts=True,
    )
