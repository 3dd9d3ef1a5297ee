"""Anonymous posts: the name holds in one thread, means nothing in another, and nothing joins it to a member."""

import json

from django.utils import timezone

from forum.actions import edit_post, pin_update, post_reply
from forum.models import Alias, Post
from forum.names import alias_in
from forum.permissions import can_pin
from live.models import OutboxEvent
from people.actions import block


def test_the_name_is_the_same_throughout_a_thread_and_another_in_the_next(start, asha, reply):
    first, second = start(asha, anonymous=True), start(asha, anonymous=True)
    again = reply(first, asha, anonymous=True)

    assert first.alias.name == again.alias.name
    assert first.alias.name != second.alias.name


def test_the_page_says_the_name_before_it_is_used(thread, ben, browser_of):
    name, _ = alias_in(thread, ben)

    page = browser_of(ben).get(f"/threads/{thread.pk}/").content.decode()

    assert name in page and "as</span>" not in page
    assert post_reply(thread, author=ben, body="x", anonymous=True, now=timezone.now()).alias.name == name


def test_a_new_thread_is_posted_under_the_name_that_was_shown(grief, asha, browser_of):
    import re

    browser = browser_of(asha)
    page = browser.get("/spaces/grief/new/").content.decode()
    nonce = re.search(r'name="nonce" value="([^"]+)"', page)[1]

    browser.post(
        "/spaces/grief/new/",
        {"title": "T", "body": "B", "wants": "listen", "anonymous": "on", "nonce": nonce},
    )

    assert Alias.objects.get().name in page


def test_nothing_on_the_page_names_the_member(thread, ben, chen, reply, browser_of):
    reply(thread, ben, "Under another name", anonymous=True)

    page = browser_of(chen).get(f"/threads/{thread.pk}/")

    assert "Ben" not in page.content.decode() and "Ben" not in str(page.headers)


def test_events_of_anonymous_posts_have_no_actor(thread, ben, reply):
    reply(thread, ben, anonymous=True)

    event = OutboxEvent.objects.get(kind="forum.reply_posted")
    assert event.actor_id is None
    assert "Ben" not in json.dumps(event.data)


def test_anonymous_posts_are_not_on_the_profile(start, asha, chen, browser_of):
    start(asha, title="My hidden one", anonymous=True)
    start(asha, title="My open one")

    page = browser_of(chen).get("/members/Asha/").content.decode()

    assert "My open one" in page and "My hidden one" not in page


def test_blocking_somebody_does_not_unmask_them(thread, ben, chen, reply, browser_of):
    reply(thread, ben, "The anonymous words", anonymous=True)
    browser = browser_of(chen)
    before = browser.get(f"/threads/{thread.pk}/").content.decode()

    block(ben, blocker=chen)

    after = browser.get(f"/threads/{thread.pk}/").content.decode()
    assert "The anonymous words" in before and "The anonymous words" in after
    assert "1 reply" in before and "1 reply" in after


def test_an_update_cannot_join_two_names(start, asha, reply):
    thread = start(asha, anonymous=True)
    own_name = reply(thread, asha, "I am doing better")
    same_name = reply(thread, asha, "I am doing better", anonymous=True)

    assert not can_pin(asha, own_name)
    assert can_pin(asha, same_name)


def test_the_update_stands_at_the_top(thread, asha, chen, reply, browser_of):
    update = reply(thread, asha, "I am doing better, thank you")

    pin_update(update, by=asha, now=timezone.now())

    page = browser_of(chen).get(f"/threads/{thread.pk}/").content.decode()
    assert page.count("I am doing better, thank you") == 2
    assert "An update" in page


def test_an_edit_keeps_the_name(thread, ben, reply):
    post = reply(thread, ben, anonymous=True)

    edit_post(post, by=ben, body="Other words", version=post.version, now=timezone.now())

    assert Post.objects.get(pk=post.pk).alias_id == post.alias_id


def test_the_same_member_gets_unlike_avatars_in_two_threads(start, asha):
    seeds = {start(asha, anonymous=True).alias.avatar_seed for _ in range(6)}

    assert len(seeds) == 6
    assert asha.avatar_seed not in seeds
