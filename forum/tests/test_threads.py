"""Starting threads: what is asked, stored, covered, left out and announced."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.memory import forget_everything
from forum import queries
from forum.actions import lock_thread, pin_update, remove_post, remove_thread, start_thread
from forum.models import Picture, Post, Thread
from forum.views.thread_page import SLOT
from live.models import OutboxEvent
from people.actions import choose_topic
from people.models import Topic
from people.queries import get_viewer

FORM = {"title": "The evenings", "body": "What do you do with them?", "wants": "been_there"}


@pytest.fixture
def seen_by():
    return lambda member: get_viewer(member.account_id).member


def test_a_thread_is_started_from_the_form(grief, asha, browser_of):
    answer = browser_of(asha).post("/spaces/grief/new/", FORM)

    thread = Thread.objects.get()
    assert answer.url == f"/threads/{thread.pk}/"
    assert thread.posts.get().body == FORM["body"]
    assert OutboxEvent.objects.get(kind="forum.thread_started").data == {"thread": thread.pk}


@pytest.mark.parametrize("missing", ["title", "body", "wants"])
def test_what_is_missing_is_named_and_the_rest_stays(grief, asha, browser_of, missing):
    page = browser_of(asha).post("/spaces/grief/new/", FORM | {missing: ""})

    words = page.content.decode()
    assert page.status_code == 422
    assert Thread.objects.count() == 0
    assert all(FORM[name] in words for name in {"title", "body"} - {missing})


def test_a_stranger_is_asked_to_sign_in_and_nothing_is_stored(grief, stranger):
    answer = stranger.post("/spaces/grief/new/", FORM)

    assert answer.status_code in {302, 401, 403}
    assert Thread.objects.count() == 0


def test_everyone_who_answers_sees_what_would_help(grief, asha, ben, browser_of):
    browser_of(asha).post("/spaces/grief/new/", FORM)

    page = browser_of(ben).get(f"/threads/{Thread.objects.get().pk}/").content.decode()

    assert "would like to hear from" in page and "people who have been there" in page


def test_a_post_with_a_note_is_covered_until_opened(start, asha, ben, browser_of):
    thread = start(asha, body="The heavy words", notes=["loss"])

    page = browser_of(ben).get(f"/threads/{thread.pk}/").content.decode()

    assert '<details class="cover">' in page
    assert page.index('<details class="cover">') < page.index("The heavy words")


def test_a_reader_who_is_fine_with_a_topic_finds_it_open(start, asha, ben, browser_of):
    thread = start(asha, body="The heavy words", notes=["loss"])
    choose_topic(ben, topic=Topic.objects.get(slug="loss"), choice="open")

    assert '<details open class="cover">' in browser_of(ben).get(f"/threads/{thread.pk}/").content.decode()


def test_a_reader_who_leaves_a_topic_out_does_not_meet_it(start, asha, ben, reply, seen_by, browser_of):
    start(asha, title="About loss", notes=["loss"])
    other = start(asha, title="About tea")
    reply(other, asha, "And then the funeral", notes=["loss"])
    choose_topic(ben, topic=Topic.objects.get(slug="loss"), choice="leave_out")

    assert [row.title for row in queries.list_threads(seen_by(ben)).items] == ["About tea"]
    assert "And then the funeral" not in browser_of(ben).get(f"/threads/{other.pk}/").content.decode()


def test_a_passage_of_a_covered_post_is_covered_in_the_answer_too(start, asha, ben, chen, reply, browser_of):
    thread = start(asha)
    heavy = reply(thread, asha, "The heavy words", notes=["loss"])
    reply(thread, ben, "I know.", quoted=heavy, quoted_text="heavy words")
    passage = f"/posts/{thread.posts.last().pk}/"

    page = browser_of(chen).get(passage).content.decode()
    assert page.index('<details class="cover">') < page.index("heavy words")

    choose_topic(chen, topic=Topic.objects.get(slug="loss"), choice="open")
    assert '<details open class="cover">' in browser_of(chen).get(passage).content.decode()

    choose_topic(chen, topic=Topic.objects.get(slug="loss"), choice="leave_out")
    page = browser_of(chen).get(passage).content.decode()
    assert "I know." in page and "heavy words" not in page


def test_a_pinned_update_is_covered_like_the_reply_it_is(start, asha, chen, reply, browser_of):
    thread = start(asha)
    pin_update(reply(thread, asha, "The heavy words", notes=["loss"]), by=asha, now=timezone.now())
    address = f"/threads/{thread.pk}/"

    page = browser_of(chen).get(address).content.decode()
    assert page.index('<details class="cover">') < page.index("The heavy words")

    choose_topic(chen, topic=Topic.objects.get(slug="loss"), choice="leave_out")
    assert "The heavy words" not in browser_of(chen).get(address).content.decode()


def test_only_its_author_or_a_moderator_removes_a_thread(thread, asha, ben, mo):
    with pytest.raises(PermissionDenied):
        remove_thread(thread, by=ben, now=timezone.now())

    remove_thread(thread, by=mo, now=timezone.now())

    thread.refresh_from_db()
    assert thread.removed_at and not thread.removed_by_author


def test_only_a_moderator_locks(thread, asha, mo):
    with pytest.raises(PermissionDenied):
        lock_thread(thread, by=asha, now=timezone.now())

    lock_thread(thread, by=mo, now=timezone.now())

    assert Thread.objects.get(pk=thread.pk).locked_at


def test_a_removed_thread_is_gone_for_everyone(thread, asha, chen, browser_of, seen_by):
    remove_thread(thread, by=asha, now=timezone.now())

    assert browser_of(chen).get(f"/threads/{thread.pk}/").status_code == 404
    assert queries.list_threads(seen_by(chen)).items == []


def test_the_same_form_twice_is_one_thread(grief, asha, browser_of):
    browser, form = browser_of(asha), FORM | {"nonce": "6f2b2c9e-7d0b-4a8e-9a55-0a8f7e1f3c11"}

    assert browser.post("/spaces/grief/new/", form).url == browser.post("/spaces/grief/new/", form).url
    assert Thread.objects.count() == 1


def test_a_start_that_fails_half_way_leaves_nothing(grief, asha, monkeypatch):
    monkeypatch.setattr(Post.objects, "create", lambda **fields: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        start_thread(grief, author=asha, title="T", body="B", wants="listen", now=timezone.now())
    assert Thread.objects.count() == 0


def test_threads_nobody_answered_come_longest_waiting_first(start, asha, ben, reply, seen_by):
    first, second, third = (start(asha, title=f"Thread {number}") for number in range(3))
    reply(second, ben)
    reply(third, asha, "Me again, anyone?")

    assert [row.id for row in queries.list_unanswered(seen_by(ben)).items] == [first.pk, third.pk]


def test_following_lists_what_one_follows(start, asha, ben, reply, browser_of):
    followed = start(asha, title="Followed one")
    start(asha, title="Other one")
    browser = browser_of(ben)

    browser.post(f"/threads/{followed.pk}/follow/", {"follow": "yes"})

    page = browser.get("/following/").content.decode()
    assert "Followed one" in page and "Other one" not in page.split("<main")[1]
    browser.post(f"/threads/{followed.pk}/follow/", {"follow": "no"})
    assert "Followed one" not in browser.get("/following/").content.decode()


def test_the_list_pages_to_a_real_end(start, asha, browser_of):
    for number in range(25):
        start(asha, title=f"Thread {number} here")
    browser = browser_of(asha)

    first = browser.get("/spaces/grief/").content.decode()
    cursor = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(cursor).content.decode()

    assert "Thread 24 here" in first and "Thread 4 here" not in first
    assert "Thread 4 here" in second and "Thread 0 here" in second and 'rel="next"' not in second


@pytest.mark.parametrize("cursor", ["x", "%00", "eyJ9", "W10", "A" * 3000, "WzEsMl0", "💙"])
def test_a_cursor_nobody_made_shows_the_first_page(start, asha, browser_of, cursor):
    start(asha, title="The only one")

    page = browser_of(asha).get("/spaces/grief/", {"after": cursor})

    assert page.status_code == 200 and "The only one" in page.content.decode()


def test_an_anonymous_reply_by_the_author_does_not_betray_itself(start, asha, ben, reply, seen_by):
    """A thread that stayed unanswered after somebody answered would say who that somebody is."""
    thread = start(asha)

    reply(thread, asha, "Same here", anonymous=True)

    assert queries.list_unanswered(seen_by(ben)).items == []


def test_a_thread_waits_again_when_its_only_answer_is_removed(start, asha, ben, chen, reply, seen_by):
    thread = start(asha)
    answer = reply(thread, ben)
    assert queries.list_unanswered(seen_by(chen)).items == []

    remove_post(answer, by=ben, now=timezone.now())

    assert [row.id for row in queries.list_unanswered(seen_by(chen)).items] == [thread.pk]


def test_nothing_people_write_takes_the_place_of_the_posts(grief, asha, ben, browser_of):
    browser_of(asha).post(
        "/spaces/grief/new/", FORM | {"title": f"{SLOT} in a title", "body": f"And {SLOT} here"}
    )

    page = browser_of(ben).get(f"/threads/{Thread.objects.get().pk}/").content.decode()

    assert page.index('class="posts"') < page.index('<article class="card stack"')
    assert page.count("<article") == 1
    assert SLOT not in page


def test_what_is_not_for_somebody_costs_one_query_like_what_is_not_there(
    start, door, asha, dana, dana_is_blocked, seen_by, django_assert_num_queries
):
    asha.space_memberships.create(space=door, admitted_at=timezone.now())
    behind, hers = start(asha, space=door), start(asha)
    taken_back = start(asha)
    remove_thread(taken_back, by=asha, now=timezone.now())
    reader = seen_by(dana)
    list(queries.spaces.readable_space_ids(reader))

    for thread_id in (behind.pk, hers.pk, taken_back.pk, 987_654):
        with django_assert_num_queries(1), pytest.raises(Http404):
            queries.get_thread(thread_id, viewer=reader)
    for post_id in (*Post.objects.values_list("pk", flat=True), 987_654):
        with django_assert_num_queries(1), pytest.raises(Http404):
            queries.get_post(post_id, viewer=reader)
    for picture_id in (uuid4(), Picture.objects.create(post=behind.posts.get(), width=1, height=1).pk):
        with django_assert_num_queries(1), pytest.raises(Http404):
            queries.get_picture(picture_id, viewer=reader)


def test_with_nothing_remembered_either(start, door, asha, dana, dana_is_blocked, seen_by):
    asha.space_memberships.create(space=door, admitted_at=timezone.now())
    behind, hers, taken_back = start(asha, space=door), start(asha), start(asha)
    remove_thread(taken_back, by=asha, now=timezone.now())
    counts = set()

    for thread_id in (behind.pk, hers.pk, taken_back.pk, 987_654):
        cache.clear()
        forget_everything()
        reader = seen_by(dana)
        with CaptureQueriesContext(connection) as asked, pytest.raises(Http404):
            queries.threads.get_standing(thread_id, viewer=reader)
        counts.add(len(asked))

    assert len(counts) == 1
