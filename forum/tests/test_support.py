"""Support: one press, told to the author alone, no counts anywhere."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forum.actions import toggle_support
from forum.models import Support
from live.models import OutboxEvent
from notifications.models import Notice
from people.actions import block


def test_only_the_author_is_told(thread, asha, ben, chen, browser_of):
    post = thread.posts.get()

    browser_of(ben).post(f"/posts/{post.pk}/support/", {"kind": "hear"})

    assert list(Notice.objects.values_list("member", "kind")) == [(asha.pk, "forum.support")]
    assert OutboxEvent.objects.get(kind="forum.support_given").channels == f" member:{asha.pk} "
    assert "Ben" in browser_of(asha).get(f"/threads/{thread.pk}/").content.decode()
    assert "Ben" not in browser_of(chen).get(f"/threads/{thread.pk}/").content.decode()


def test_one_sees_what_one_pressed_and_can_take_it_back(thread, ben, browser_of):
    post, browser = thread.posts.get(), browser_of(ben)
    pressed = 'value="hear" aria-pressed="true"'

    browser.post(f"/posts/{post.pk}/support/", {"kind": "hear"})
    assert pressed in browser.get(f"/threads/{thread.pk}/").content.decode()

    browser.post(f"/posts/{post.pk}/support/", {"kind": "hear"})
    assert pressed not in browser.get(f"/threads/{thread.pk}/").content.decode()
    assert Support.objects.count() == 0


def test_nobody_supports_their_own_post_or_in_words_we_do_not_have(thread, asha, ben):
    with pytest.raises(PermissionDenied):
        toggle_support(thread.posts.get(), member=asha, kind="hear", now=timezone.now())
    with pytest.raises(PermissionDenied):
        toggle_support(thread.posts.get(), member=ben, kind="like", now=timezone.now())


def test_support_from_somebody_blocked_since_is_gone(thread, asha, ben, browser_of):
    toggle_support(thread.posts.get(), member=ben, kind="thanks", now=timezone.now())

    block(ben, blocker=asha)

    assert "Ben" not in browser_of(asha).get(f"/threads/{thread.pk}/").content.decode()
    assert "Ben" not in browser_of(asha).get("/notices/").content.decode()


def test_a_press_through_htmx_brings_the_post_back(thread, ben, browser_of):
    post = thread.posts.get()

    piece = (
        browser_of(ben)
        .post(f"/posts/{post.pk}/support/", {"kind": "hear"}, headers={"HX-Request": "true"})
        .content.decode()
    )

    assert f'id="post-{post.pk}"' in piece and 'aria-pressed="true"' in piece and "<html" not in piece
