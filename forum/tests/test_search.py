"""Search finds what one may read, and never tells anything about the rest."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.text import render_markdown
from forum.models import Alias, Post, Space, SpaceMembership, Thread
from forum.search import Hit, postgres, search, sqlite
from forum.search.ranges import Range
from forum.search.snippets import make_snippet
from forum.search.words import read_query

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def space(db: None) -> Space:
    return Space.objects.create(slug="garden", name="Garden", purpose="Talk", access="members")


@pytest.fixture
def write(space: Space, asha: Any) -> Callable[..., Post]:
    """Write a thread with one post, as Asha in the garden unless told otherwise."""

    def _write(body: str, **facts: Any) -> Post:
        author, place = facts.pop("author", asha), facts.pop("space", space)
        at, title, notes = facts.pop("at", NOON), facts.pop("title", "A thread"), facts.pop("notes", "")
        thread = Thread.objects.create(
            space=place, author=author, title=title, notes=notes, created_at=at, last_activity_at=at
        )
        if facts.pop("anonymous", False):
            thread.alias = Alias.objects.create(
                thread=thread, member=author, name="Quiet Heron", avatar_seed=7
            )
            thread.save()
        return Post.objects.create(
            thread=thread, author=author, alias=thread.alias, is_opening=True, title=title, body=body,
            html=render_markdown(body), notes=notes, created_at=at, **facts,
        )  # fmt: skip

    return _write


@pytest.fixture
def answer(asha: Any) -> Callable[..., Post]:
    def _answer(post: Post, body: str, **facts: Any) -> Post:
        facts = {"author": asha, "created_at": NOON, "html": render_markdown(body), **facts}
        return Post.objects.create(thread=post.thread, body=body, **facts)

    return _answer


def found(text: str, viewer: Any = None, **where: Any) -> list[int]:
    return [hit.post_id for hit in search(text, viewer=viewer, **where).hits]


def only_hit(text: str, viewer: Any) -> Hit:
    [hit] = search(text, viewer=viewer).hits
    return hit


# ---- words ----


def test_words_are_found_in_any_order_and_form(write: Any, chen: Any) -> None:
    post = write("I was worrying about the **tomatoes** again.", title="Slugs")

    for text in ("tomato", "TOMATOES", "worried tomatoes", "again worry", "slug", "slugs worry"):
        assert found(text, chen) == [post.pk], text
    assert found("tomatoes umbrella", chen) == []


def test_a_phrase_keeps_its_order(write: Any, chen: Any) -> None:
    post = write("It was a very long night.")
    write("That night was very, very long.")

    assert found('"long night"', chen) == [post.pk]
    assert found("“very long night”", chen) == [post.pk]
    assert len(found("long night", chen)) == 2


def test_a_phrase_of_little_words_is_found(write: Any, chen: Any) -> None:
    post = write("I am not who I was.")
    write("Who was I, am I?")

    assert found('"not who I was"', chen) == [post.pk]
    assert found("am", chen) != []


def test_signs_inside_words_do_not_matter(write: Any, chen: Any) -> None:
    post = write("It's about self-harm, see www.example.org/help (please).")

    for text in ("it's", "it’s", "self-harm", "self harm", "example.org", "help", "please"):
        assert found(text, chen) == [post.pk], text


def test_accented_words_are_found(write: Any, chen: Any) -> None:
    post = write("Die Füße sind müde, пора спать.")

    for text in ("füße", "MÜDE", "пора", "fu\u0308ße"):
        assert found(text, chen) == [post.pk], text


def test_the_beginning_of_a_word_is_enough_when_nothing_else_is_found(write: Any, chen: Any) -> None:
    posts = [write(f"The accordionist number {number}").pk for number in range(5)]

    first = search("number accord", viewer=chen, limit=3)
    second = search("number accord", viewer=chen, limit=3, before=first.next_cursor)

    assert [hit.post_id for hit in first.hits + second.hits] == posts[::-1]
    assert "<mark>accordionist</mark>" in first.hits[0].snippet_html
    assert found("ac", chen) == []


@pytest.mark.parametrize(
    "text",
    ["", " ", "NEAR(", "NEAR(a b", '"', '"unfinished', "a\x00b", "*", "zz*", "(((", "^garden", "title:garden", "-x",
     "OR", "AND NOT", "{a b}:c", "🙂", "🙂🙂", "'", "%", "\\", "a" * 10_000, "word " * 10_000, "x:* & !y", "<->",
     "e" + "\u0301" * 5_000, "\ud800", "\u202e", ")" * 500, '" ' * 500, "space1", "in space 1", "'in space 1'"],
)  # fmt: skip
def test_strange_queries_find_nothing_and_are_no_error(write: Any, chen: Any, text: str) -> None:
    write("Only plain things here.")

    for vendor_text in (text, f"{text} plain"):
        page = search(vendor_text, viewer=chen)
        assert page.next_cursor is None
    assert search(text, viewer=chen).hits == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=40), st.text("a\"'*():&|!<->^{} NEARORT", max_size=30)))
def test_no_query_is_ever_an_error(db: None, chen: Any, text: str) -> None:
    search(text, viewer=chen)


# ---- order, pages, places and times ----


def test_the_newest_come_first_whenever_they_were_stored(write: Any, chen: Any) -> None:
    late = write("plum", at=NOON)
    early = write("plum", at=NOON - timedelta(days=400))
    later = write("plum", at=NOON + timedelta(seconds=1))

    assert found("plum", chen) == [later.pk, late.pk, early.pk]


def test_pages_follow_each_other_to_a_real_end(write: Any, chen: Any) -> None:
    posts = [write(f"plum {number}", at=NOON + timedelta(hours=number // 4)).pk for number in range(23)]
    seen: list[int] = []
    cursor = None

    for _ in range(3):
        page = search("plum", viewer=chen, limit=8, before=cursor)
        seen += [hit.post_id for hit in page.hits]
        cursor = page.next_cursor

    assert seen == posts[::-1]
    assert cursor is None


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMl0", "WzEsMiwzXQ", "\u00e9", "a" * 5_000])
def test_a_cursor_we_did_not_make_is_the_first_page(write: Any, chen: Any, cursor: str) -> None:
    post = write("plum")

    assert found("plum", chen, before=cursor) == [post.pk]


def test_one_space_can_be_searched(write: Any, chen: Any) -> None:
    elsewhere = Space.objects.create(slug="sea", name="Sea", purpose="Waves", access="members")
    here, there = write("plum"), write("plum", space=elsewhere)

    assert found("plum", chen, space=here.thread.space) == [here.pk]
    assert found("plum", chen, space=elsewhere) == [there.pk]


def test_a_stretch_of_time_can_be_searched(write: Any, chen: Any) -> None:
    days = [write("plum", at=NOON + timedelta(days=day)).pk for day in range(5)]

    assert found("plum", chen, since=NOON + timedelta(days=3)) == days[:2:-1]
    assert found("plum", chen, until=NOON + timedelta(days=1)) == days[1::-1]
    both = {"since": NOON + timedelta(days=1), "until": NOON + timedelta(days=2)}
    assert found("plum", chen, **both) == [days[2], days[1]]
    assert found("plum", chen, since=NOON + timedelta(microseconds=1), until=NOON + timedelta(hours=1)) == []
    assert found("plum", chen, since=datetime.min.replace(tzinfo=UTC)) == days[::-1]


# ---- the index keeps up ----


def test_many_posts_written_at_once_are_found(write: Any, asha: Any, chen: Any) -> None:
    thread = write("opening").thread
    Post.objects.bulk_create(
        Post(thread=thread, author=asha, body=f"quince {n}", html="", created_at=NOON) for n in range(50)
    )

    assert len(search("quince", viewer=chen, limit=100).hits) == 50


def test_an_edited_post_is_found_by_its_new_words_only(write: Any, chen: Any) -> None:
    post = write("quince", title="Old title")
    post.body, post.title = "medlar", "New title"
    post.save()

    assert found("medlar", chen) == found("new", chen) == [post.pk]
    assert found("quince", chen) == found("old", chen) == []


def test_a_removed_post_is_gone_until_it_is_restored(write: Any, chen: Any) -> None:
    post = write("quince")

    Post.objects.filter(pk=post.pk).update(removed_at=NOON)
    assert found("quince", chen) == []
    Post.objects.filter(pk=post.pk).update(body="medlar")
    Post.objects.filter(pk=post.pk).update(removed_at=None)
    assert found("quince", chen) == []
    assert found("medlar", chen) == [post.pk]
    Post.objects.filter(pk=post.pk).delete()
    assert found("medlar", chen) == []


def test_a_removed_thread_is_gone_with_every_reply(write: Any, answer: Any, chen: Any) -> None:
    post = write("quince")
    answer(post, "quince too")

    Thread.objects.filter(pk=post.thread_id).update(removed_at=NOON)

    assert found("quince", chen) == []


# ---- who may find what ----


def test_a_stranger_finds_open_spaces_only(write: Any, chen: Any) -> None:
    porch = Space.objects.create(slug="porch", name="Porch", purpose="Hello", access="open")
    write("quince")
    open_post = write("quince", space=porch)

    assert found("quince", None) == [open_post.pk]
    assert len(found("quince", chen)) == 2


def test_a_by_request_space_is_found_by_those_let_in(write: Any, ben: Any, chen: Any, olu: Any) -> None:
    quiet = Space.objects.create(slug="quiet", name="Quiet", purpose="Slow", access="request")
    post = write("quince", space=quiet)
    SpaceMembership.objects.create(space=quiet, member=ben, admitted_at=NOON)
    SpaceMembership.objects.create(space=quiet, member=chen)

    assert found("quince", ben) == [post.pk]
    assert found("quince", chen) == found("quince", olu) == found("quince", None) == []
    assert found("quince", chen, space=quiet) == []


def test_an_archived_space_is_gone(write: Any, space: Space, chen: Any) -> None:
    write("quince")

    Space.objects.filter(pk=space.pk).update(archived_at=NOON)

    assert found("quince", chen) == found("quince", chen, space=space) == []


def test_a_blocked_member_and_the_blocker_find_nothing_of_each_other(
    write: Any, answer: Any, asha: Any, ben: Any, dana: Any, dana_is_blocked: None
) -> None:
    of_asha, of_dana = write("quince"), write("quince", author=dana)
    ben_to_asha = answer(of_asha, "quince answer", author=ben)
    dana_to_asha = answer(of_asha, "quince reply", author=dana)

    assert found("quince", asha) == [ben_to_asha.pk, of_asha.pk]
    assert found("quince", dana) == [of_dana.pk]
    assert found("quince", ben) == [dana_to_asha.pk, ben_to_asha.pk, of_dana.pk, of_asha.pk]


def test_anonymous_words_stay_so_that_a_block_unmasks_nobody(
    write: Any, asha: Any, dana: Any, dana_is_blocked: None
) -> None:
    write("quince", author=dana, anonymous=True)

    hit = only_hit("quince", asha)

    assert hit.name == "Quiet Heron"
    assert hit.avatar_seed == 7
    assert hit.is_anonymous
    assert "Dana" not in repr(hit)


def test_a_topic_one_leaves_out_is_not_found(write: Any, answer: Any, chen: Any) -> None:
    from people.actions import choose_topic
    from people.models import Topic

    topic, _ = Topic.objects.get_or_create(slug="loss", defaults={"name": "Loss"})
    post = write("quince", notes=",loss,")
    answer(post, "quince in a thread about it")
    open_post = write("quince")
    answer(open_post, "quince", notes=",abuse,loss,")

    choose_topic(chen, topic=topic, choice="leave_out")

    assert found("quince", chen) == [open_post.pk]


def test_a_covered_post_gives_its_note_and_no_words(write: Any, chen: Any) -> None:
    from people.actions import choose_topic
    from people.models import Topic

    topic, _ = Topic.objects.get_or_create(slug="loss", defaults={"name": "Loss"})
    write("quince under the tree", notes=",loss,")

    hit = only_hit("quince", chen)
    assert hit.is_covered
    assert hit.notes == ",loss,"
    assert hit.snippet_html == ""
    choose_topic(chen, topic=topic, choice="open")
    assert "<mark>quince</mark>" in only_hit("quince", chen).snippet_html


def test_words_quoted_from_somebody_else_are_not_found_here(write: Any, answer: Any, chen: Any) -> None:
    answer(write("opening"), "I agree", quoted_text="quince")

    assert found("quince", chen) == []


def test_a_hit_says_where_and_by_whom(write: Any, asha: Any, chen: Any) -> None:
    post = write("the quince", title="Fruit <b>")

    hit = only_hit("quince", chen)

    assert (hit.title, hit.space_name, hit.space_slug) == ("Fruit <b>", "Garden", "garden")
    assert (hit.name, hit.is_anonymous, hit.created_at) == ("Asha", False, NOON)
    assert hit.url == post.get_absolute_url()


# ---- snippets ----


def snippet(body: str, text: str) -> str:
    return str(make_snippet(render_markdown(body), read_query(text)))


def test_a_snippet_marks_the_words_and_escapes_everything() -> None:
    assert snippet("a **quince** <b>", "quinces") == "a <mark>quince</mark> &lt;b&gt;"
    assert snippet('<mark> "quoted" & <script>', "script") == (
        "&lt;mark&gt; &#34;quoted&#34; &amp; &lt;<mark>script</mark>&gt;"
    )


def test_a_snippet_is_a_piece_around_the_first_word() -> None:
    shown = snippet("before " * 200 + "quince " + "after " * 200, "quince")

    assert shown.startswith("… before")
    assert shown.endswith("after …")
    assert "<mark>quince</mark>" in shown
    assert len(shown) < 280


def test_a_snippet_of_one_endless_word_has_an_end() -> None:
    assert len(snippet("x" * 5_000, "x")) < 300
    assert len(snippet("x" * 5_000 + " quince", "quince")) < 300


@given(st.text(max_size=300), st.text(min_size=1, max_size=20))
def test_a_snippet_never_holds_a_tag_but_mark(body: str, text: str) -> None:
    asked = read_query(text)
    if asked.terms:
        shown = str(make_snippet(render_markdown(body), asked))
        assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")


# ---- both databases ----


def test_every_term_is_a_string_for_sqlite() -> None:
    asked = read_query('NEAR(a "b c" title:x* "')

    assert sqlite.match_of(asked, Range((4,))) == '{title body} : ("NEAR a" AND "b c" AND "title x")'
    assert sqlite.match_of(asked, Range((4,), one_space=True)).endswith(' AND place : "space4"')
    assert sqlite.match_of(read_query("a b", open_ended=True), Range((4,))) == '{title body} : ("a" AND "b"*)'


def test_every_term_is_a_phrase_for_postgresql() -> None:
    sql, terms = postgres.query_of(read_query("a & !b:* 'c d"))

    assert sql.count("phraseto_tsquery") == len(terms) == 4
    sql, terms = postgres.query_of(read_query("a it's", open_ended=True))
    assert sql.endswith("&& to_tsquery('hearthside', %s)")
    assert terms == ["a", "'it' <-> 's':*"]


def test_the_index_of_sqlite_is_read_in_order_without_sorting(write: Any, chen: Any) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by itself")
    write("quince")
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN " + sqlite.FIND.format(visible="SELECT id FROM forum_post", mask=1),
            ['"a"', 0, 1, 1],
        )
        plan = " ".join(row[3] for row in cursor.fetchall())

    assert "VIRTUAL TABLE" in plan
    assert "SORT" not in plan.upper()
    assert "TEMP" not in plan.upper()


def test_a_rare_word_is_found_beyond_the_newest(
    write: Any, answer: Any, chen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "NEWEST", 3)
    old = write("quince", at=NOON - timedelta(days=1))
    for _ in range(6):
        answer(old, "plum")

    assert found("quince", chen) == found("quince", chen, space=old.thread.space) == [old.pk]
    assert len(found("plum", chen)) == 6


def test_only_one_database_is_in_use() -> None:
    assert list(connections) == ["default"]
