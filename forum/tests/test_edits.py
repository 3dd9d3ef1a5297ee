"""Editing: others see that it happened, the author and moderators see what was, two tabs lose nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forum.actions import EditConflict, edit_post
from forum.models import Post, Thread
from live.models import OutboxEvent


@pytest.fixture
def post(thread, ben, reply):
    return reply(thread, ben, "First words")


def test_an_edit_is_shown_as_an_edit(post, ben, chen, browser_of):
    edit_post(post, by=ben, body="Better words", version=post.version, now=timezone.now())

    page = browser_of(chen).get(f"/threads/{post.thread_id}/").content.decode()
    assert "Better words" in page and "First words" not in page and "· edited" in page
    assert OutboxEvent.objects.filter(kind="forum.post_edited").count() == 1


def test_nobody_edits_anothers_words(post, asha, mo):
    for member in (asha, mo):
        with pytest.raises(PermissionDenied):
            edit_post(post, by=member, body="Changed", version=post.version, now=timezone.now())


def test_the_history_is_for_the_author_and_moderators(post, ben, chen, mo, browser_of, stranger):
    edit_post(post, by=ben, body="Better words", version=post.version, now=timezone.now())
    address = f"/posts/{post.pk}/history/"

    assert "First words" in browser_of(ben).get(address).content.decode()
    assert "First words" in browser_of(mo).get(address).content.decode()
    assert browser_of(chen).get(address).status_code == 404
    assert stranger.get(address).status_code == 302


def test_an_edit_from_an_old_tab_shows_both_and_loses_neither(post, ben, browser_of):
    browser = browser_of(ben)
    form = {"body": "From the first tab", "version": post.version}
    browser.post(f"/posts/{post.pk}/edit/", form)

    page = browser.post(f"/posts/{post.pk}/edit/", form | {"body": "From the second tab"})

    words = page.content.decode()
    assert page.status_code == 409
    assert "From the first tab" in words and "From the second tab" in words
    assert Post.objects.get(pk=post.pk).body == "From the first tab"


def test_the_action_refuses_an_old_version(post, ben):
    edit_post(post, by=ben, body="Once", version=post.version, now=timezone.now())

    with pytest.raises(EditConflict):
        edit_post(post, by=ben, body="Twice", version=post.version, now=timezone.now())


def test_editing_the_opening_post_changes_the_title(thread, asha, browser_of):
    post = thread.posts.get()

    browser_of(asha).post(
        f"/posts/{post.pk}/edit/",
        {
            "title": "Another title",
            "body": "Other words",
            "wants": "company",
            "version": post.version,
            "notes": ["loss"],
        },
    )

    changed = Thread.objects.get(pk=thread.pk)
    assert (changed.title, changed.wants, changed.notes) == ("Another title", "company", ",loss,")


def test_an_empty_edit_keeps_the_old_words(post, ben, browser_of):
    page = browser_of(ben).post(f"/posts/{post.pk}/edit/", {"body": " ", "version": post.version})

    assert page.status_code == 422
    assert Post.objects.get(pk=post.pk).body == "First words"


def test_removing_is_asked_once_and_then_done(post, ben, browser_of):
    browser = browser_of(ben)

    assert "First words" in browser.get(f"/posts/{post.pk}/remove/").content.decode()
    browser.post(f"/posts/{post.pk}/remove/")

    assert browser.get(f"/posts/{post.pk}/").status_code == 404


def test_nobody_removes_anothers_words_but_a_moderator(post, asha, mo, browser_of):
    assert browser_of(asha).post(f"/posts/{post.pk}/remove/").status_code == 404

    browser_of(mo).post(f"/posts/{post.pk}/remove/", {"concern": "hate", "statement": "It attacks people."})

    post.refresh_from_db()
    assert post.removed_at and not post.removed_by_author


def test_words_taken_out_of_a_post_are_gone_from_answers_that_quoted_them(
    thread, post, asha, ben, reply, chen, browser_of
):
    reply(thread, asha, "Both", quoted=post, quoted_text="First words")
    browser = browser_of(chen)
    before = browser.get(f"/threads/{thread.pk}/").content.decode()

    edit_post(post, by=ben, body="Other words", version=post.version, now=timezone.now())

    after = browser.get(f"/threads/{thread.pk}/").content.decode()
    assert before.count("First words") == 2
    assert "First words" not in after and "Both" in after
