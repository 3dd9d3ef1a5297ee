"""Blocked and muted: no post, no count, no place in the order, no event, no notice, no quote, no search result."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from forum import queries
from forum.actions import follow, mark_seen, visit_space
from forum.search import search
from notifications.models import Notice
from people.actions import block, mute
from people.queries import get_viewer
from tests.pages import words_of


@pytest.fixture
def seen_by():
    return lambda member: get_viewer(member.account_id).member


def test_a_blocked_member_sees_no_reply(start, ben, asha, dana, dana_is_blocked, reply, browser_of):
    thread = start(ben)
    reply(thread, asha, "Words of hers")

    page = browser_of(dana).get(f"/threads/{thread.pk}/").content.decode()

    assert "Words of hers" not in page and "Asha" not in page
    assert "no reply yet" in page


def test_the_one_who_blocked_sees_no_reply_either(start, ben, asha, dana, dana_is_blocked, reply, browser_of):
    thread = start(ben)
    reply(thread, dana, "Words of the blocked")

    page = browser_of(asha).get(f"/threads/{thread.pk}/").content.decode()

    assert "Words of the blocked" not in page and "Dana" not in page


def test_a_blocked_members_thread_is_missing_like_one_that_never_was(
    thread, dana, dana_is_blocked, browser_of
):
    browser = browser_of(dana)

    here, nowhere = f"/threads/{thread.pk}/", "/threads/987654/"
    blocked, missing = browser.get(here), browser.get(nowhere)

    assert blocked.status_code == missing.status_code == 404
    # The choice of a language leads back to the address that was asked for.
    assert words_of(blocked).replace(here, nowhere) == words_of(missing)


def test_a_blocked_reply_moves_nothing_in_the_list(start, ben, asha, dana, dana_is_blocked, reply, seen_by):
    older = start(ben, title="Older")
    start(ben, title="Newer")
    reply(older, dana, "Up it goes")

    for_asha = queries.list_threads(seen_by(asha))
    for_ben = queries.list_threads(seen_by(ben))

    assert [row.title for row in for_asha.items] == ["Newer", "Older"]
    assert [row.title for row in for_ben.items] == ["Older", "Newer"]
    assert for_asha.items[1].reply_count == 0
    assert for_asha.items[1].active_at == older.created_at


def test_pages_of_the_list_are_whole_with_blocked_people_in_it(
    start, ben, asha, dana, dana_is_blocked, reply, seen_by
):
    threads = [start(ben, title=f"Thread {number}") for number in range(45)]
    for thread in threads[::3]:
        reply(thread, dana)

    titles, cursor = [], None
    while True:
        page = queries.list_threads(seen_by(asha), cursor=cursor)
        titles += [row.title for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert titles == [f"Thread {number}" for number in reversed(range(45))]


def test_a_quote_of_a_blocked_members_words_is_left_out(
    start, ben, asha, dana, dana_is_blocked, reply, browser_of
):
    thread = start(ben)
    said = reply(thread, dana, "Her very own words")
    reply(thread, ben, "I agree", quoted=said, quoted_text="Her very own words")

    page = browser_of(asha).get(f"/threads/{thread.pk}/").content.decode()

    assert "I agree" in page
    assert "Her very own words" not in page and "Dana" not in page


def test_no_notice_comes_from_a_blocked_member(start, ben, asha, dana, reply):
    thread = start(ben)
    reply(thread, asha)
    block(dana, blocker=asha)

    reply(thread, dana)

    assert not Notice.objects.filter(member=asha, kind="forum.reply").exists()


def test_the_unanswered_list_knows_only_answers_one_can_see(
    start, ben, asha, dana, dana_is_blocked, reply, seen_by
):
    thread = start(ben, title="Waiting")
    reply(thread, dana)

    assert [row.title for row in queries.list_unanswered(seen_by(asha)).items] == ["Waiting"]
    assert [row.title for row in queries.list_unanswered(seen_by(dana)).items] == []


def test_search_finds_no_blocked_words(start, ben, asha, dana, dana_is_blocked, reply, seen_by):
    reply(start(ben), dana, "chrysanthemum")

    assert search("chrysanthemum", viewer=seen_by(asha)).hits == []
    assert len(search("chrysanthemum", viewer=seen_by(ben)).hits) == 1


def test_a_blocked_member_cannot_answer_by_guessing_the_address(thread, dana, dana_is_blocked, browser_of):
    answer = browser_of(dana).post(f"/threads/{thread.pk}/replies/", {"body": "Found you"})

    assert answer.status_code == 404
    assert thread.posts.count() == 1


def test_a_muted_member_is_not_seen_but_sees(start, ben, asha, dana, reply, browser_of, seen_by):
    mute(dana, muter=asha)
    thread = start(dana, title="By the muted")

    with pytest.raises(Http404):
        queries.get_thread(thread.pk, viewer=seen_by(asha))
    hers = start(asha, title="By the muter")
    assert queries.get_thread(hers.pk, viewer=seen_by(dana)) == hers


def test_counts_in_a_list_leave_blocked_replies_out(start, ben, asha, dana, dana_is_blocked, reply, seen_by):
    thread = start(ben)
    reply(thread, dana)
    reply(thread, ben)
    reply(thread, dana)

    row = queries.list_threads(seen_by(asha)).items[0]

    assert row.reply_count == 1
    assert row.last_post_id == thread.posts.filter(author=ben).last().pk


def test_pages_of_a_thread_are_whole_with_blocked_replies_in_it(
    start, ben, asha, dana, dana_is_blocked, reply, seen_by
):
    from forum.fragments import load_page

    thread = start(ben)
    for number in range(70):
        reply(thread, dana if number % 7 == 0 else ben)
    thread.refresh_from_db()

    page = load_page(thread, viewer=seen_by(asha))

    assert len(page.fragments) == 51
    assert len(load_page(thread, viewer=seen_by(asha), after=page.next_after).fragments) == 10


def test_a_page_of_a_thread_leads_nowhere_when_only_blocked_replies_follow(
    start, ben, asha, dana, dana_is_blocked, reply, seen_by
):
    from forum.fragments import load_page

    thread = start(ben)
    for _ in range(50):
        reply(thread, ben)
    reply(thread, dana)
    thread.refresh_from_db()

    assert load_page(thread, viewer=seen_by(ben)).next_after
    assert load_page(thread, viewer=seen_by(asha)).next_after is None


@pytest.mark.parametrize("listed", [queries.list_following, queries.list_unanswered, queries.list_threads])
def test_a_blocked_reply_makes_no_thread_new(listed, start, ben, asha, dana, dana_is_blocked, reply, seen_by):
    thread = start(ben)
    follow(thread, member=asha, now=timezone.now())
    mark_seen(thread, member=asha, post_id=thread.posts.get().pk)
    reply(thread, dana)

    assert [row.is_new for row in listed(seen_by(asha)).items] == [False]


def test_an_answer_in_a_blocked_members_thread_makes_no_space_new(
    start, ben, asha, dana, dana_is_blocked, reply, seen_by, grief
):
    thread = start(dana)
    visit_space(grief, member=asha, now=timezone.now())
    reply(thread, ben, now=timezone.now() + timedelta(minutes=1))

    assert grief.pk in queries.spaces_with_news(seen_by(ben))
    assert grief.pk not in queries.spaces_with_news(seen_by(asha))


def test_a_blocked_reply_after_a_new_one_does_not_hide_that_a_space_is_new(
    start, ben, asha, dana, dana_is_blocked, reply, seen_by, grief
):
    thread = start(ben)
    visit_space(grief, member=asha, now=thread.created_at)
    reply(thread, ben)
    reply(thread, dana)

    assert grief.pk in queries.spaces_with_news(seen_by(asha))
