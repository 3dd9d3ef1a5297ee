"""Drafts: words are kept as one types, come back, and are nobody else's."""

import pytest
from django.core.cache import cache

from forum.actions import post_reply, save_draft
from forum.models import Draft, Thread
from people.models import Topic


def test_words_typed_are_there_after_a_reload(thread, ben, browser_of):
    browser = browser_of(ben)

    answer = browser.post("/drafts/", {"thread": thread.pk, "body": "Half a thou", "notes": ["loss"]})

    page = browser.get(f"/threads/{thread.pk}/").content.decode()
    assert answer.status_code == 204
    assert "Half a thou" in page and 'value="loss" checked' in page


def test_a_draft_of_a_new_thread_is_kept_for_its_space(grief, asha, browser_of):
    browser = browser_of(asha)

    browser.post(
        "/drafts/", {"space": "grief", "title": "A tit", "body": "Half", "wants": "ideas", "anonymous": "on"}
    )

    page = browser.get("/spaces/grief/new/").content.decode()
    assert "A tit" in page and "Half" in page


def test_nobody_else_finds_it(thread, ben, chen, browser_of):
    save_draft(ben, thread=thread, body="Only mine")

    assert "Only mine" not in browser_of(chen).get(f"/threads/{thread.pk}/").content.decode()


def test_it_is_gone_once_posted_or_emptied(thread, ben):
    from django.utils import timezone

    save_draft(ben, thread=thread, body="Only mine")
    post_reply(thread, author=ben, body="Only mine", now=timezone.now())
    assert Draft.objects.count() == 0

    save_draft(ben, thread=thread, body="Again")
    save_draft(ben, thread=thread, body="  ")
    assert Draft.objects.count() == 0


def test_keeping_works_without_scripts(thread, ben, browser_of):
    browser = browser_of(ben)

    browser.post(f"/threads/{thread.pk}/replies/", {"body": "For tomorrow", "keep": "yes"})

    assert "For tomorrow" in browser.get(f"/threads/{thread.pk}/").content.decode()
    assert thread.posts.count() == 1


def test_no_draft_is_kept_where_one_may_not_write(thread, dana, dana_is_blocked, browser_of):
    assert browser_of(dana).post("/drafts/", {"thread": thread.pk, "body": "x"}).status_code == 404
    assert Draft.objects.count() == 0


TOO_LONG = "An evening. " * 1_800
TOO_MANY_MARKS = "o" + "\u0301" * 20_000


@pytest.mark.parametrize("words", [TOO_LONG, TOO_MANY_MARKS])
def test_words_that_cannot_be_posted_are_kept_all_the_same(words, thread, ben, browser_of):
    browser = browser_of(ben)
    browser.post("/drafts/", {"thread": thread.pk, "body": "An evening."})

    browser.post("/drafts/", {"thread": thread.pk, "body": words})
    assert Draft.objects.get().body == words

    browser.post(f"/threads/{thread.pk}/replies/", {"body": words + "!", "keep": "yes"})
    assert Draft.objects.get().body == words + "!"


def test_a_new_thread_that_cannot_be_posted_yet_is_kept_for_later(grief, asha, browser_of):
    words = {"title": "The evenings " * 12, "body": TOO_LONG, "wants": "listen"}

    browser_of(asha).post("/spaces/grief/new/", words | {"keep": "yes"})
    kept = Draft.objects.get()
    assert (kept.title, kept.body) == (words["title"], words["body"])

    browser_of(asha).post("/drafts/", words | {"space": "grief", "body": "Shorter"})
    kept.refresh_from_db()
    assert (kept.title, kept.body) == (words["title"], "Shorter")


def test_more_notes_than_fit_are_said_and_lose_nothing(grief, asha, browser_of):
    for number in range(12):
        Topic.objects.create(slug=f"a-topic-with-a-long-name-{number}", name=f"Topic {number}", position=900)
    cache.clear()
    slugs = list(Topic.objects.filter(name__startswith="Topic ").values_list("slug", flat=True))

    answer = browser_of(asha).post(
        "/spaces/grief/new/", {"title": "T", "body": "Words stay", "wants": "listen", "notes": slugs}
    )

    assert answer.status_code == 422 and "Words stay" in answer.content.decode()
    assert Thread.objects.count() == 0


def test_words_that_arrive_after_they_were_posted_are_not_kept_again(thread, ben, browser_of):
    browser, nonce = browser_of(ben), "0f0e0d0c-0b0a-4908-8706-050403020100"

    browser.post(f"/threads/{thread.pk}/replies/", {"body": "Said already", "nonce": nonce})
    browser.post("/drafts/", {"thread": thread.pk, "body": "Said alrea", "nonce": nonce})

    assert Draft.objects.count() == 0
