"""Replying: what is stored, who sees it, who is told, and what happens to the words when it goes wrong."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forum.actions import ThreadClosed, lock_thread, post_reply, remove_post, remove_thread
from forum.models import Post, Reading, Thread
from live.models import OutboxEvent
from notifications.models import Notice


def test_a_reply_is_stored_counted_and_announced(thread, ben):
    reply = post_reply(thread, author=ben, body="Radio.", now=timezone.now())

    thread.refresh_from_db()
    event = OutboxEvent.objects.get(kind="forum.reply_posted")
    assert (thread.reply_count, thread.last_post_id, thread.last_author) == (1, reply.pk, ben)
    assert event.data == {"thread": thread.pk, "post": reply.pk}
    assert event.actor_id == ben.pk


def test_an_event_never_carries_words(thread, ben):
    post_reply(thread, author=ben, body="Radio in the kitchen", now=timezone.now())

    assert all("Radio" not in str(event.data) for event in OutboxEvent.objects.all())


def test_the_author_is_told_of_a_reply_and_the_replier_is_not(thread, asha, ben):
    reply = post_reply(thread, author=ben, body="Radio.", now=timezone.now())

    assert list(Notice.objects.values_list("member", "kind", "subject_id")) == [
        (asha.pk, "forum.reply", reply.pk)
    ]


def test_a_replier_follows_the_thread_from_then_on(thread, ben):
    post_reply(thread, author=ben, body="Radio.", now=timezone.now())

    assert Reading.objects.get(thread=thread, member=ben).followed_at


def test_nobody_replies_on_a_locked_thread(thread, ben, mo):
    lock_thread(thread, by=mo, now=timezone.now())

    with pytest.raises(ThreadClosed):
        post_reply(thread, author=ben, body="Radio.", now=timezone.now())
    assert Post.objects.filter(thread=thread).count() == 1


def test_nobody_outside_a_by_request_space_replies_in_it(start, door, olu, ben):
    from forum.actions import appoint_moderator

    appoint_moderator(door, member=olu, by=olu, now=timezone.now())
    inside = start(olu, space=door)

    with pytest.raises(PermissionDenied):
        post_reply(inside, author=ben, body="Hello?", now=timezone.now())


def test_posting_the_same_form_twice_stores_one_reply(thread, ben, browser_of):
    form = {"body": "Radio.", "nonce": str(uuid4())}
    browser = browser_of(ben)

    first = browser.post(f"/threads/{thread.pk}/replies/", form)
    second = browser.post(f"/threads/{thread.pk}/replies/", form)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Post.objects.filter(thread=thread, is_opening=False).count() == 1


def test_an_empty_reply_is_refused_in_words(thread, ben, browser_of):
    page = browser_of(ben).post(f"/threads/{thread.pk}/replies/", {"body": "  \n "})

    assert page.status_code == 422
    assert Post.objects.filter(thread=thread).count() == 1


def test_the_words_stay_when_the_thread_was_locked_meanwhile(thread, ben, mo, browser_of):
    lock_thread(thread, by=mo, now=timezone.now())

    page = browser_of(ben).post(f"/threads/{thread.pk}/replies/", {"body": "Two cups of tea"})

    assert page.status_code == 409
    assert "Two cups of tea" in page.content.decode()


def test_the_words_stay_when_the_thread_was_removed_meanwhile(thread, asha, ben, browser_of):
    remove_thread(thread, by=asha, now=timezone.now())

    page = browser_of(ben).post(f"/threads/{thread.pk}/replies/", {"body": "Two cups of tea"})

    assert page.status_code == 404
    assert "Two cups of tea" in page.content.decode()


def test_others_read_what_would_help_and_whoever_asked_is_not_told_their_own_wish(thread, ben, browser_of):
    told, asked = (browser_of(who).get(thread.get_absolute_url()).text for who in (ben, thread.author))

    assert 'class="wants"' in told and 'class="wants"' not in asked


def test_a_reply_through_htmx_brings_an_empty_box_back(thread, ben, browser_of):
    page = browser_of(ben).post(
        f"/threads/{thread.pk}/replies/", {"body": "Radio."}, headers={"HX-Request": "true"}
    )

    assert page.status_code == 200
    assert page["HX-Trigger"] == "hearthside:posted"
    assert "Radio." not in page.content.decode()


def test_a_passage_can_be_quoted_and_shows_whose_it_is(thread, asha, ben, browser_of):
    opening = thread.posts.get()

    browser_of(ben).post(
        f"/threads/{thread.pk}/replies/",
        {"body": "Radio.", "quoted": opening.pk, "quoted_text": "What do you do?"},
    )

    reply = Post.objects.get(thread=thread, is_opening=False)
    assert (reply.quoted, reply.quoted_text) == (opening, "What do you do?")
    assert "Asha wrote" in browser_of(ben).get(f"/threads/{thread.pk}/").content.decode()


def test_nobody_can_put_words_into_anothers_mouth(thread, ben, browser_of):
    browser_of(ben).post(
        f"/threads/{thread.pk}/replies/",
        {"body": "Radio.", "quoted": thread.posts.get().pk, "quoted_text": "I never said this"},
    )

    assert Post.objects.get(thread=thread, is_opening=False).quoted is None


def test_a_removed_reply_leaves_a_line_without_name_or_words(thread, ben, chen, reply, browser_of):
    post = reply(thread, ben, "Secret radio")

    remove_post(post, by=ben, now=timezone.now())

    page = browser_of(chen).get(f"/threads/{thread.pk}/").content.decode()
    assert "This reply was removed by its author." in page
    assert "Secret radio" not in page and "Ben" not in page
    assert Thread.objects.get(pk=thread.pk).reply_count == 0


def test_a_thread_of_many_replies_has_pages_and_a_real_end(thread, ben, reply, browser_of):
    for number in range(53):
        reply(thread, ben, f"Reply number {number} here")
    browser = browser_of(ben)

    first = browser.get(f"/threads/{thread.pk}/").content.decode()
    address = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = browser.get(f"/threads/{thread.pk}/{address}").content.decode()

    assert "number 49 here" in first and "number 50 here" not in first
    assert "number 50 here" in second and "number 49 here" not in second
    assert "everything so far" in second and 'rel="next"' not in second


def test_a_link_to_a_reply_opens_the_page_it_is_on(thread, ben, reply, browser_of):
    posts = [reply(thread, ben, f"Reply {number}") for number in range(60)]

    answer = browser_of(ben).get(f"/threads/{thread.pk}/?post={posts[55].pk}")

    assert answer.url == f"/threads/{thread.pk}/?after={posts[49].pk}#post-{posts[55].pk}"


def test_new_replies_since_the_last_visit_are_marked(thread, asha, ben, reply, browser_of):
    browser = browser_of(asha)
    browser.get(f"/threads/{thread.pk}/")
    reply(thread, ben, "A new one")

    assert "New since you were last here" in browser.get(f"/threads/{thread.pk}/").content.decode()
    assert "New since you were last here" not in browser.get(f"/threads/{thread.pk}/").content.decode()


def test_an_open_page_gets_only_what_is_newer(thread, ben, reply, browser_of):
    first = reply(thread, ben, "The first one")
    reply(thread, ben, "The second one")

    piece = (
        browser_of(ben)
        .get(f"/threads/{thread.pk}/replies/?after={first.pk}", headers={"HX-Request": "true"})
        .content.decode()
    )

    assert "The second one" in piece and "The first one" not in piece and "<html" not in piece
