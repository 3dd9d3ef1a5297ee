"""A community from elsewhere: all of it or nothing, once, and with everything the forum keeps true."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from docs.examples.question_and_answer_to_import import convert
from forum.imports import Imported, ImportRefused, import_files
from forum.models import Alias, ImportedItem, Post, Reading, Space, SpaceMembership, Thread
from forum.search import search
from live.models import OutboxEvent
from people.models import Member

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

MEMBERS = [
    {"type": "member", "name": "Rowan", "pronouns": "they/them", "about": "Tea.", "languages": ["en", "cy"],
     "interests": ["tea", "rain"], "joined_at": "2025-01-01T00:00:00Z"},
    {"type": "member", "id": 7, "name": "Tilda"},
]  # fmt: skip
SPACES = [{"type": "space", "slug": "porch", "name": "Porch", "purpose": "Hello.", "access": "open"}]
THREAD = {"type": "thread", "id": "t1", "space": "porch", "author": "Rowan", "title": "First", "body": "Some *words*",
          "wants": "ideas", "notes": ["loss"], "anonymous": True, "at": "2025-02-01T10:00:00Z"}  # fmt: skip
REPLIES = [
    {"type": "reply", "id": "r2", "thread": "t1", "author": 7, "body": "Later", "at": "2025-02-01T12:00:00+01:00"},
    {"type": "reply", "id": "r1", "thread": "t1", "author": "Tilda", "body": "Sooner", "at": "2025-02-01T10:30:00Z"},
    {"type": "reply", "id": "r3", "thread": "t1", "author": "Rowan", "body": "Thank you", "anonymous": True,
     "at": "2025-02-02T10:00:00Z"},
]  # fmt: skip
ALL = [*MEMBERS, *SPACES, THREAD, *REPLIES]

Bring = Callable[..., Imported]


@pytest.fixture
def bring(db: None, tmp_path: Path) -> Bring:
    """Import these lines."""

    def _bring(lines: list[Any], **options: Any) -> Imported:
        file = tmp_path / "community.jsonl"
        file.write_bytes(
            b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        )
        return import_files([file], source="old home", now=NOW, **options)

    return _bring


def reasons(bring: Bring, *lines: Any, **options: Any) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        bring(list(lines), **options)
    return [str(problem) for problem in refused.value.problems]


def test_everything_comes_in(bring: Bring) -> None:
    told = bring(ALL)

    assert told == Imported(members=2, spaces=1, threads=1, replies=3, already_here=0)
    rowan = Member.objects.get(name="Rowan")
    assert (rowan.pronouns, rowan.about, rowan.languages) == ("they/them", "Tea.", ["en", "cy"])
    assert rowan.interests == "tea, rain"
    assert rowan.joined_at == datetime(2025, 1, 1, tzinfo=UTC)
    thread = Thread.objects.get()
    assert (thread.title, thread.wants, thread.notes, thread.space.slug) == (
        "First",
        "ideas",
        ",loss,",
        "porch",
    )


def test_posts_stand_in_the_order_of_their_times(bring: Bring) -> None:
    bring(ALL)

    assert list(Post.objects.order_by("pk").values_list("body", flat=True)) == [
        "Some *words*", "Sooner", "Later", "Thank you",
    ]  # fmt: skip


def test_the_thread_remembers_what_the_forum_would_have_remembered(bring: Bring) -> None:
    bring([*ALL[:-1], {**REPLIES[2], "anonymous": False}])

    thread = Thread.objects.get()
    opening, *replies = thread.posts.order_by("pk")
    assert thread.reply_count == 3
    assert thread.last_post_id == replies[-1].pk
    assert thread.last_activity_at == replies[-1].created_at
    assert thread.last_author == Member.objects.get(name="Rowan")
    assert opening.is_opening
    assert (opening.title, opening.notes) == ("First", ",loss,")
    assert "<em>words</em>" in opening.html


def test_an_anonymous_author_has_one_name_in_the_thread(bring: Bring) -> None:
    bring(ALL)

    alias = Alias.objects.get()
    thread = Thread.objects.get()
    assert thread.alias == alias
    assert {post.alias for post in Post.objects.filter(author__name="Rowan")} == {alias}
    assert thread.last_author is None
    assert alias.name != "Rowan"


def test_two_anonymous_voices_have_two_names(bring: Bring) -> None:
    bring([*ALL, {**REPLIES[0], "id": "r9", "anonymous": True}])

    assert len(set(Alias.objects.values_list("name", flat=True))) == 2


def test_nobody_can_sign_in_as_somebody_imported(bring: Bring) -> None:
    bring(ALL)

    assert not any(member.account.has_usable_password() for member in Member.objects.all())


def test_a_demo_can_give_some_members_a_passphrase(bring: Bring) -> None:
    bring(ALL, passphrase="a long passphrase", passphrase_for=frozenset({"Rowan"}))

    assert Member.objects.get(name="Rowan").account.check_password("a long passphrase")
    assert not Member.objects.get(name="Tilda").account.has_usable_password()


def test_the_past_is_not_announced_and_nobody_has_read_it(bring: Bring) -> None:
    bring(ALL)

    assert not OutboxEvent.objects.exists()
    assert not Reading.objects.exists()


def test_what_was_imported_is_found(bring: Bring, chen: Any) -> None:
    bring(ALL)

    assert [hit.is_anonymous for hit in search("words", viewer=chen).hits] == [True]
    assert len(search("sooner", viewer=None).hits) == 1


def test_those_who_wrote_in_a_by_request_space_are_in(bring: Bring) -> None:
    bring([*MEMBERS, {**SPACES[0], "access": "request"}, THREAD])

    assert SpaceMembership.objects.get(admitted_at__isnull=False).member.name == "Rowan"


def test_importing_twice_changes_nothing(bring: Bring) -> None:
    bring(ALL)
    before = list(Post.objects.order_by("pk").values())

    told = bring(ALL)

    assert told == Imported(0, 0, 0, 0, already_here=7)
    assert list(Post.objects.order_by("pk").values()) == before
    assert ImportedItem.objects.count() == 7


def test_what_is_new_in_the_file_is_added(bring: Bring) -> None:
    bring(ALL)

    told = bring([*ALL, {**REPLIES[1], "id": "r4", "body": "More", "at": "2025-03-01T00:00:00Z"}])

    assert told.replies == 1
    thread = Thread.objects.get()
    assert thread.reply_count == 4
    assert thread.last_activity_at == datetime(2025, 3, 1, tzinfo=UTC)
    assert thread.last_author == Member.objects.get(name="Tilda")


def test_ids_of_another_source_are_other_ids(bring: Bring, tmp_path: Path) -> None:
    bring(ALL)
    file = tmp_path / "other.jsonl"
    lines = [{"type": "member", "name": "Perry"}, {**THREAD, "author": "Perry"}]
    file.write_text("\n".join(json.dumps(line) for line in lines))

    import_files([file], source="another home", now=NOW)

    assert Thread.objects.count() == 2
    assert Space.objects.count() == 1


def test_a_dry_run_writes_nothing(bring: Bring) -> None:
    assert bring(ALL, dry_run=True).replies == 3

    assert not Post.objects.exists()
    assert not Member.objects.exists()


def test_several_files_are_one_import(db: None, tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text("\n".join(json.dumps(line) for line in [THREAD, *REPLIES]))
    two.write_text("\n\n".join(json.dumps(line) for line in [*MEMBERS, *SPACES]))

    assert import_files([one, two], source="x", now=NOW).replies == 3


# ---- what is refused ----


def without(line: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != key}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "is not JSON"),
        (b"[1]", "is not a JSON object"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b'{"type": "member", "name": "' + b"x" * 300_000 + b'"}', "is longer than"),
        (b"[" * 100_000, "is not JSON"),
        ({"type": "poll"}, "type must be one of member, space, thread, reply"),
        ({}, "type must be one of"),
        ({**THREAD, "likes": 3}, "'likes' is not a field of a thread"),
        (without(THREAD, "title"), "title is missing"),
        ({**THREAD, "title": None}, "title is missing"),
        ({**THREAD, "title": "  \u200b"}, "title is empty"),
        ({**THREAD, "title": "x" * 121}, "title has 121 characters; 120 are allowed"),
        ({**THREAD, "body": "x" * 20_001}, "body has 20001 characters; 20000 are allowed"),
        ({**THREAD, "body": "e" + "\u0301" * 5_000}, "body There are far too many marks"),
        ({**THREAD, "body": 7}, "body must be text"),
        ({**THREAD, "wants": "likes"}, "wants must be one of listen, been_there, ideas, company"),
        ({**THREAD, "notes": ["politics"]}, "notes: 'politics' is not a topic here"),
        ({**THREAD, "notes": {"loss": True}}, "notes must be a list"),
        ({**THREAD, "anonymous": "yes"}, "anonymous must be true or false"),
        ({**THREAD, "at": "yesterday"}, "at must be a time with its zone"),
        ({**THREAD, "at": "2025-02-01T10:00:00"}, "at must be a time with its zone"),
        ({**THREAD, "at": "2025-02-30T10:00:00Z"}, "at must be a time with its zone"),
        ({**THREAD, "at": "1950-02-01T10:00:00Z"}, "at is before 1990"),
        ({**THREAD, "at": "2027-02-01T10:00:00Z"}, "at is in the future"),
        ({**THREAD, "author": "Nobody"}, "author 'Nobody' is not a member of this import"),
        ({**THREAD, "space": "cellar"}, "space 'cellar' is not there"),
        ({**THREAD, "space": "The Cellar"}, "space may hold small letters"),
        ({**REPLIES[0], "thread": "t9"}, "thread 't9' is not there"),
        ({**SPACES[0], "slug": "x", "access": "secret"}, "access must be one of open, members, request"),
        ({**SPACES[0], "slug": "x", "position": -1}, "position must be a whole number"),
        ({"type": "member", "name": "x"}, "name is not a name people can have here"),
        ({"type": "member", "name": "Moderator"}, "name is not a name people can have here"),
        ({"type": "member", "name": "Ada", "role": "king"}, "role must be one of"),
        (
            {"type": "member", "name": "Ada", "role": "operator"},
            "role 'operator' is given only with --with-roles",
        ),
        (
            {"type": "member", "name": "Ada", "joined_at": "2030-01-01T00:00:00Z"},
            "joined_at is in the future",
        ),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_nothing_comes_in(
    bring: Bring, line: Any, reason: str
) -> None:
    [told] = reasons(bring, *MEMBERS, *SPACES, line)

    assert told.startswith("line 4: ")
    assert reason in told
    assert not Member.objects.exists()
    assert not Space.objects.exists()


def test_every_bad_line_is_named(bring: Bring) -> None:
    told = reasons(bring, *MEMBERS, b"{", *SPACES, {**THREAD, "wants": "x", "colour": "red"}, {"type": "x"})

    assert [reason.partition(":")[0] for reason in told] == ["line 3", "line 5", "line 5", "line 6"]


@pytest.mark.parametrize(
    ("twice", "reason"),
    [
        (MEMBERS[1], "member '7' is there twice"),
        ({"type": "member", "id": 8, "name": "ROWAN"}, "or one that looks like it, is in the file twice"),
        (SPACES[0], "space 'porch' is there twice"),
        (THREAD, "thread 't1' is there twice"),
        (REPLIES[0], "reply 'r2' is there twice"),
    ],
)
def test_the_same_thing_twice_is_refused(bring: Bring, twice: dict[str, Any], reason: str) -> None:
    [told] = reasons(bring, *ALL, twice)

    assert reason in told


def test_a_name_that_belongs_to_somebody_here_is_refused(bring: Bring, asha: Any) -> None:
    [told] = reasons(bring, {"type": "member", "name": "asha"})

    assert "belongs to somebody here already" in told


def test_a_reply_before_its_thread_is_refused(bring: Bring) -> None:
    early = {**REPLIES[0], "at": "2025-01-31T10:00:00Z"}

    assert reasons(bring, *MEMBERS, *SPACES, early, THREAD) == [
        "line 4: at is earlier than the thread it answers"
    ]


def test_a_failure_half_way_leaves_nothing(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> str:
        raise OSError

    monkeypatch.setattr("forum.imports.writing.render_markdown", fail)
    with pytest.raises(OSError):
        bring(ALL)

    assert not Member.objects.exists()
    assert not ImportedItem.objects.exists()


# ---- the command ----


def test_the_command_shows_fifty_problems_and_counts_the_rest(db: None, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text("{}\n" * 60)

    with pytest.raises(CommandError) as refused:
        call_command("import", str(file))

    told = str(refused.value).splitlines()
    assert told[0].startswith("Nothing was imported")
    assert told[1] == "  line 1: type must be one of member, space, thread, reply"
    assert told[-1] == "  and 10 more."
    assert len(told) == 52


def test_the_command_says_what_it_did(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "good.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in ALL))

    call_command("import", str(file), dry_run=True)
    call_command("import", str(file))

    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Would import: members 2, spaces 1, threads 1, replies 3, here already 0."
    assert told[1] == "Imported: members 2, spaces 1, threads 1, replies 3, here already 0."


def test_a_missing_file_is_one_sentence(db: None) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import", "/nowhere/at/all.jsonl")


def test_the_example_converter_makes_lines_that_fit(bring: Bring) -> None:
    rows = [
        {"id": "q1", "subset": "seeker", "label": "low-mood", "text": "A grey week\nIt rains in my head."},
        {"id": "q1/a", "subset": "reply", "label": "reply", "question": "q1", "text": "Here too."},
        {"id": "q2", "subset": "seeker", "label": "sleep", "text": "word " * 100},
    ]

    told = bring(list(convert(rows, now=NOW)))

    assert (told.spaces, told.threads, told.replies) == (2, 2, 1)
    assert Thread.objects.get(space__slug="low-mood").title == "A grey week"
    assert all(thread.alias for thread in Thread.objects.all())
