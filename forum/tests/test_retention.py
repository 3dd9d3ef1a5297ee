"""What is kept for a time only goes when the time is over, by the periods as they are set."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import actions
from forum.actions import retention
from forum.models import Draft, Post, PostRevision, Reading, Space

NOW = timezone.now


@pytest.fixture
def thread(asha):
    room = Space.objects.create(slug="room", name="Room", purpose="A room", access="members")
    return actions.start_thread(room, author=asha, title="Title", body="First.", wants="listen", now=NOW())


@pytest.fixture
def short(settings):
    days = {name: timedelta(days=10) for name in ("drafts", "earlier_versions", "removed_words")}
    settings.RETENTION = {**settings.RETENTION, **days}


def test_a_draft_goes_when_its_period_is_over_and_not_before(thread, ben, short):
    actions.save_draft(ben, thread=thread, body="Not yet")

    assert retention.forget_old_drafts(now=NOW() + timedelta(days=9)) == 0
    assert retention.forget_old_drafts(now=NOW() + timedelta(days=11)) == 1
    assert not Draft.objects.exists() and not Reading.objects.filter(has_draft=True).exists()


def test_earlier_versions_go(thread, asha, short):
    post = Post.objects.get(thread=thread)
    actions.edit_post(post, by=asha, body="Second.", version=post.version, now=NOW(), title="Title")

    assert retention.forget_earlier_versions(now=NOW() + timedelta(days=9)) == 0
    assert retention.forget_earlier_versions(now=NOW() + timedelta(days=11)) == 1
    assert not PostRevision.objects.exists() and Post.objects.get().body == "Second."


def test_removed_words_are_emptied_and_standing_ones_are_not(thread, ben, short):
    removed = actions.post_reply(thread, author=ben, body="To be removed.", now=NOW())
    actions.post_reply(
        thread, author=ben, body="To stay.", now=NOW(), quoted=removed, quoted_text="To be removed."
    )
    actions.remove_post(removed, by=ben, now=NOW())

    assert retention.empty_removed_words(now=NOW() + timedelta(days=9)) == 0
    assert retention.empty_removed_words(now=NOW() + timedelta(days=11)) == 1
    assert retention.empty_removed_words(now=NOW() + timedelta(days=11)) == 0
    left = set(Post.objects.values_list("body", "quoted_text"))
    assert left == {("First.", ""), ("", ""), ("To stay.", "")}
