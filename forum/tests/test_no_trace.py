"""Whole pages compared: a blocked member's doings change none of them, and an anonymous voice is nobody's."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from core.avatars import avatar_svg
from core.memory import forget_everything
from forum.actions import edit_post, follow, pin_update, remove_post, toggle_support
from forum.models import Post
from forum.names import alias_in
from people.actions import block, draw_avatar, mute, save_profile
from tests.pages import words_of

CHANGING = re.compile(r'name="(?:nonce|until)" value="[^"]*"|data-after="[^"]*"|<time.*?</time>')
LISTS = ["/", "/spaces/", "/spaces/grief/", "/spaces/grief/?show=unanswered", "/unanswered/", "/following/",
         "/notices/", "/bookmarks/", "/search/?q=evening", "/search/?q=asha", "/members/Asha/",
         "/members/Ben/"]  # fmt: skip
OF_A_THREAD = ["/threads/{}/", "/threads/{}/replies/?after=1"]
OF_A_POST = ["/posts/{}/", "/posts/{}/fragment/", "/posts/{}/history/"]


def every_page_of(browser, addresses):
    """Return what the browser shows at these addresses, as if nothing had been remembered."""
    cache.clear()
    forget_everything()
    pages = {}
    for address in addresses:
        answer = browser.get(address, headers={"hx-request": "true"})
        pages[address] = (answer.status_code, CHANGING.sub("", words_of(answer)))
    return pages


@pytest.mark.parametrize("blocker", ["asha", "dana"])
def test_nothing_a_blocked_member_does_changes_any_page(
    blocker, start, reply, asha, ben, dana, grief, browser_of
):
    thread, own, voice = start(ben), start(dana, title="Dana's"), start(asha, anonymous=True)
    words = reply(thread, dana, "An evening of mine")
    for followed in (thread, voice):
        reply(followed, ben)
        follow(followed, member=dana, now=timezone.now())
    if blocker == "asha":
        block(dana, blocker=asha)
    else:
        block(asha, blocker=dana)
    browser = browser_of(dana)
    addresses = [
        *LISTS,
        *(place.format(known.pk) for place in OF_A_THREAD for known in (thread, own, voice)),
        *(place.format(post.pk) for place in OF_A_POST for post in Post.objects.all()),
    ]
    every_page_of(browser, addresses)  # looking marks things as read
    before = every_page_of(browser, addresses)

    later = timezone.now() + timedelta(minutes=1)
    said = reply(thread, asha, "Good evening", quoted=words, quoted_text="An evening", now=later)
    edit_post(said, by=asha, body="Good evening to you", version=1, now=later)
    remove_post(reply(thread, asha, "Taken back", now=later), by=asha, now=later)
    toggle_support(words, member=asha, kind="hear", now=later)
    begun = start(asha, title="An evening of hers", now=later)
    pin_update(reply(begun, asha, now=later), by=asha, now=later)
    reply(begun, ben, "An evening at hers", now=later)
    save_profile(asha, about="Evenings", about_audience="everyone")
    draw_avatar(asha)

    assert every_page_of(browser, addresses) == before


def _pages_of_a_voice(member, other_thread, reader, browser, reply, start):
    """Let a member speak anonymously in a thread of their own and in another; return what the pages say but ids."""
    earlier = set(Post.objects.values_list("pk", flat=True))
    own = start(member, title="A voice", anonymous=True)
    pin_update(reply(own, member, "Doing better", anonymous=True), by=member, now=timezone.now())
    said = reply(other_thread, member, "Good evening", anonymous=True)
    edit_post(said, by=member, body="Good evening to you", version=1, now=timezone.now())
    remove_post(reply(other_thread, member, "Gone", anonymous=True), by=member, now=timezone.now())
    posts = Post.objects.exclude(pk__in=earlier).order_by("pk")
    addresses = [place.format(thread.pk) for place in OF_A_THREAD for thread in (own, other_thread)]
    addresses += [place.format(post.pk) for place in OF_A_POST for post in posts]
    every_page_of(browser, addresses)
    text = "".join(f"{status} {page}" for status, page in every_page_of(browser, addresses).values())
    for thread in (own, other_thread):
        for name, seed in (alias_in(thread, member), alias_in(thread, reader)):
            for size in (24, 40):
                text = text.replace(str(avatar_svg(seed, size)), "a picture")
            text = text.replace(name, "a voice")
    return re.sub(r"\d+", "7", text)


@pytest.mark.parametrize("distance", ["none", "blocked", "blocked by", "muted"])
def test_whose_an_anonymous_voice_is_makes_no_difference_to_any_page(
    distance, start, reply, asha, ben, chen, lena, browser_of
):
    threads = [start(lena, title="The same"), start(lena, title="The same")]
    if distance == "blocked":
        block(asha, blocker=chen)
    elif distance == "blocked by":
        block(chen, blocker=asha)
    elif distance == "muted":
        mute(asha, muter=chen)

    of_asha, of_ben = (
        _pages_of_a_voice(member, thread, chen, browser_of(chen), reply, start)
        for member, thread in zip((asha, ben), threads, strict=True)
    )

    assert "Good evening to you" in of_asha
    assert of_asha == of_ben
