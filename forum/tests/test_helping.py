"""The reply clock, the helpers' page, and being quietly asked."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from forum import queries
from forum.actions import (
    let_go,
    lock_thread,
    offer_waiting,
    post_reply,
    remove_post,
    save_helper_settings,
    stop_helping,
)  # fmt: skip
from forum.actions.offers import forget_old_offers
from forum.models import HelperSettings, Offer, Space, Thread
from notifications.models import Notice
from people.actions import block, choose_topic, sign_up
from people.models import Topic

Start = Callable[..., Thread]
Browser = Callable[[Any], Client]
TERMS: dict[str, Any] = {
    "weekly_cap": 3, "quiet_from": time(0), "quiet_until": time(0), "time_zone": "UTC", "languages": [],
    "known_topics": [], "refused_topics": [], "shares_lived_experience": False,
}  # fmt: skip
OFFER_TEXT = "Somebody waits for an answer that you might have."


def helps(member: Any, **terms: Any) -> Any:
    save_helper_settings(member, now=timezone.now(), **(TERMS | terms))
    return member


def asked(thread: Thread) -> set[str]:
    return set(Offer.objects.filter(thread=thread).values_list("member__name", flat=True))


@pytest.fixture
def waiting(start: Start, asha: Any) -> Thread:
    """A thread of Asha's that began three hours ago; she had written before."""
    start(asha, "An earlier one", now=timezone.now() - timedelta(days=9))
    return start(asha, now=timezone.now() - timedelta(hours=5))


# ---- The clock and the page -----------------------------------------------------------------------------------


def test_the_clock_is_for_helpers_and_nobody_else(
    waiting: Thread, ben: Any, chen: Any, lena: Any, mo: Any, browser_of: Browser
) -> None:
    helps(ben)
    address = waiting.get_absolute_url()

    for helper in (ben, lena, mo):
        assert b"It has waited for 5 hours." in browser_of(helper).get(address).content
    assert b"waited for" not in browser_of(chen).get(address).content
    assert queries.reply_clock(waiting, viewer=None, now=timezone.now()) is None


def test_the_clock_stops_at_the_first_answer(
    waiting: Thread, asha: Any, ben: Any, lena: Any, browser_of: Browser
) -> None:
    post_reply(waiting, author=asha, body="Still here.", now=waiting.created_at + timedelta(minutes=20))
    post_reply(waiting, author=ben, body="I hear you.", now=waiting.created_at + timedelta(minutes=125))

    page = browser_of(lena).get(waiting.get_absolute_url())

    assert b"The first answer came after 2 hours." in page.content


def test_an_answer_the_helper_may_not_see_stops_no_clock(
    waiting: Thread, ben: Any, lena: Any, browser_of: Browser
) -> None:
    post_reply(waiting, author=ben, body="I hear you.", now=waiting.created_at + timedelta(minutes=5))
    block(ben, blocker=lena)

    assert b"It has waited for 5 hours." in browser_of(lena).get(waiting.get_absolute_url()).content
    assert waiting.title in browser_of(lena).get("/helping/").content.decode()


def test_the_page_lists_who_waits_longest_first_with_what_speaks_for_the_helper(
    start: Start, asha: Any, chen: Any, lena: Any, browser_of: Browser
) -> None:
    lena.lived_experience = "I lost my father and know grief."
    lena.save()
    helps(lena, known_topics=["loss"], shares_lived_experience=True)
    now = timezone.now()
    start(asha, "The later one", now=now - timedelta(hours=2))
    start(chen, "The longer one", notes=["loss"], now=now - timedelta(hours=30))

    page = browser_of(lena).get("/helping/").content.decode()

    assert page.index("The longer one") < page.index("The later one")
    assert page.count("you have been there") == 2  # both are in Grief
    assert page.count("you know this subject") == 1
    assert page.count("their first post here") == 2
    assert "Waiting for 30 hours" in page


def test_a_first_post_shows_only_under_a_name(
    start: Start, asha: Any, lena: Any, browser_of: Browser
) -> None:
    now = timezone.now()
    start(asha, "Without a name", anonymous=True, now=now - timedelta(days=2))
    start(asha, "With a name", now=now - timedelta(days=1))

    page = browser_of(lena).get("/helping/").content.decode()

    assert page.count("their first post here") == 1
    assert page.index("With a name") < page.index("their first post here")


def test_lived_experience_counts_only_where_it_was_shared_for_this(
    waiting: Thread, lena: Any, browser_of: Browser
) -> None:
    lena.lived_experience = "I lost my father and know grief."
    lena.save()
    helps(lena)

    assert "you have been there" not in browser_of(lena).get("/helping/").content.decode()


def test_refused_and_left_out_topics_do_not_come_up(
    start: Start, asha: Any, lena: Any, browser_of: Browser
) -> None:
    helps(lena, refused_topics=["loss"])
    choose_topic(lena, topic=Topic.objects.get(slug="abuse"), choice="leave_out")
    start(asha, "About loss", notes=["loss"])
    start(asha, "About abuse", notes=["abuse"])
    start(asha, "About evenings")

    page = browser_of(lena).get("/helping/").content.decode()

    assert "About evenings" in page
    assert "About loss" not in page and "About abuse" not in page


def test_whoever_does_not_help_finds_an_invitation_and_no_waiting_times(
    waiting: Thread, chen: Any, browser_of: Browser
) -> None:
    page = browser_of(chen).get("/helping/").content.decode()

    assert "Say when and about what" in page
    assert waiting.title not in page


def test_the_terms_are_saved_as_they_were_said_and_can_be_taken_back(chen: Any, browser_of: Browser) -> None:
    browser = browser_of(chen)
    said = {
        "weekly_cap": "5", "quiet_from": "21:30", "quiet_until": "07:00", "time_zone": "Europe/Madrid",
        "languages": ["es"], "topic-loss": "knows", "topic-abuse": "never", "shares_lived_experience": "on",
    }  # fmt: skip

    answer = browser.post("/helping/settings/", said)

    kept = HelperSettings.objects.get(member=chen)
    assert answer.headers["Location"] == "/helping/"
    assert (kept.weekly_cap, kept.quiet_from, kept.time_zone) == (5, time(21, 30), "Europe/Madrid")
    assert (kept.languages, kept.known_topics, kept.refused_topics) == (["es"], ["loss"], ["abuse"])
    assert kept.shares_lived_experience and kept.opted_in_at
    assert "Who waits longest" in browser.get("/helping/").content.decode()

    browser.post("/helping/settings/", {"stop": "yes"})

    kept.refresh_from_db()
    assert kept.opted_in_at is None and kept.weekly_cap == 5
    assert "Who waits longest" not in browser.get("/helping/").content.decode()


def test_terms_that_make_no_sense_come_back_as_typed(chen: Any, browser_of: Browser) -> None:
    answer = browser_of(chen).post(
        "/helping/settings/",
        {"weekly_cap": "900", "quiet_from": "later", "quiet_until": "07:00", "topic-loss": "maybe"},
    )

    assert answer.status_code == 422
    assert b'value="later"' in answer.content
    assert not HelperSettings.objects.exists()


# ---- Being asked ----------------------------------------------------------------------------------------------


def test_three_are_asked_and_no_more(waiting: Thread, db: None) -> None:
    for name in ("Inga", "Tomas", "Yuki", "Pavel"):
        helps(sign_up(name=name, passphrase="a long passphrase", now=timezone.now()))

    assert offer_waiting(now=timezone.now()) == 3
    assert offer_waiting(now=timezone.now()) == 0
    assert len(asked(waiting)) == 3


def test_nobody_is_asked_who_did_not_offer_to_be(waiting: Thread, ben: Any, lena: Any) -> None:
    helps(ben)
    stop_helping(ben, now=timezone.now())

    assert offer_waiting(now=timezone.now()) == 0


def test_nobody_is_asked_before_the_time_the_operator_set(
    start: Start, asha: Any, ben: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    helps(ben)
    start(asha, "A first post", now=timezone.now() - timedelta(minutes=29))

    assert offer_waiting(now=timezone.now()) == 0
    assert offer_waiting(now=timezone.now() + timedelta(minutes=2)) == 1

    Offer.objects.all().delete()
    monkeypatch.setitem(settings.OFFERS, "after", timedelta(0))
    assert offer_waiting(now=timezone.now() + timedelta(minutes=2)) == 0


def test_first_posts_are_asked_about_first(waiting: Thread, start: Start, chen: Any, ben: Any) -> None:
    helps(ben)
    newcomers = start(chen, "Hello", now=timezone.now() - timedelta(minutes=40))

    offer_waiting(now=timezone.now())

    assert asked(newcomers) == {"Ben"} and asked(waiting) == set()


@pytest.mark.parametrize("who_blocks", ["asha", "ben"])
def test_nobody_apart_from_the_author_is_asked(
    waiting: Thread, asha: Any, ben: Any, chen: Any, who_blocks: str
) -> None:
    helps(ben)
    helps(chen)
    one, other = (asha, ben) if who_blocks == "asha" else (ben, asha)
    block(other, blocker=one)

    offer_waiting(now=timezone.now())

    assert asked(waiting) == {"Chen"}


def test_only_those_who_read_there_are_asked(start: Start, door: Space, asha: Any, ben: Any) -> None:
    door.memberships.create(member=asha, admitted_at=timezone.now())
    hidden = start(asha, space=door, now=timezone.now() - timedelta(hours=5))
    helps(ben)

    assert offer_waiting(now=timezone.now()) == 0

    door.memberships.create(member=ben, admitted_at=timezone.now())
    cache.clear()
    assert offer_waiting(now=timezone.now()) == 1
    assert asked(hidden) == {"Ben"}


def test_an_offer_is_a_notice_without_words_that_leads_to_the_thread(
    waiting: Thread, ben: Any, browser_of: Browser
) -> None:
    helps(ben)
    offer_waiting(now=timezone.now())
    browser = browser_of(ben)

    page = browser.get("/notices/").content.decode()
    notice = Notice.objects.get(member=ben)

    assert OFFER_TEXT in page
    assert waiting.title not in page and "Asha" not in page
    assert browser.get(f"/notices/{notice.pk}/").headers["Location"] == f"/threads/{waiting.pk}/"


def test_not_this_time_is_told_to_nobody_and_somebody_else_is_asked(
    waiting: Thread, asha: Any, ben: Any, mo: Any, chen: Any, browser_of: Browser
) -> None:
    helps(ben)
    offer_waiting(now=timezone.now())
    offer = Offer.objects.get()
    assert "We thought of you" in browser_of(ben).get("/helping/").content.decode()

    browser_of(ben).post(f"/helping/offers/{offer.pk}/let-go/")

    assert "We thought of you" not in browser_of(ben).get("/helping/").content.decode()
    assert OFFER_TEXT not in browser_of(ben).get("/notices/").content.decode()
    for viewer in (asha, mo, chen):
        for address in (f"/threads/{waiting.pk}/", "/helping/", "/notices/"):
            assert "Ben" not in browser_of(viewer).get(address).content.decode()
    helps(chen)
    assert offer_waiting(now=timezone.now()) == 1
    assert asked(waiting) == {"Ben", "Chen"}


def test_an_offer_is_over_after_twelve_hours_and_is_not_made_again(
    waiting: Thread, ben: Any, browser_of: Browser
) -> None:
    helps(ben)
    now = timezone.now()
    offer_waiting(now=now - timedelta(hours=1))
    Offer.objects.update(offered_at=now - timedelta(hours=13), expires_at=now - timedelta(hours=1))

    assert OFFER_TEXT not in browser_of(ben).get("/notices/").content.decode()
    assert offer_waiting(now=now) == 0
    assert Offer.objects.get().end == "expired"


@pytest.mark.parametrize("anonymously", [True, False])
def test_an_answer_ends_every_offer(waiting: Thread, ben: Any, chen: Any, anonymously: bool) -> None:
    helps(ben)
    helps(chen)
    offer_waiting(now=timezone.now())

    post_reply(waiting, author=ben, body="I hear you.", anonymous=anonymously, now=timezone.now())

    assert dict(Offer.objects.values_list("member__name", "end")) == {"Ben": "answered", "Chen": "withdrawn"}


def test_the_authors_own_words_end_no_offer(waiting: Thread, asha: Any, ben: Any) -> None:
    helps(ben)
    offer_waiting(now=timezone.now())

    post_reply(waiting, author=asha, body="Still here.", now=timezone.now())

    assert Offer.objects.open().count() == 1


def test_a_thread_whose_only_answer_is_gone_waits_again(waiting: Thread, ben: Any, chen: Any) -> None:
    answer = post_reply(waiting, author=ben, body="I hear you.", now=timezone.now())
    helps(chen)
    assert offer_waiting(now=timezone.now()) == 0

    remove_post(answer, by=ben, now=timezone.now())

    assert offer_waiting(now=timezone.now()) == 1


def test_a_closed_thread_needs_nobody(waiting: Thread, mo: Any, ben: Any, chen: Any) -> None:
    helps(ben)
    offer_waiting(now=timezone.now())

    lock_thread(waiting, by=mo, now=timezone.now())
    helps(chen)

    assert offer_waiting(now=timezone.now()) == 0
    assert Offer.objects.get().end == "withdrawn"


def test_the_weekly_cap_holds_and_one_thing_is_asked_at_a_time(start: Start, asha: Any, ben: Any) -> None:
    helps(ben, weekly_cap=2)
    now = timezone.now()
    for number in range(4):
        start(asha, f"Evening {number}", now=now - timedelta(hours=5))

    for expected in (1, 1, 0):
        assert offer_waiting(now=now) == expected
        for offer in Offer.objects.open():
            let_go(offer, now=now)
    assert offer_waiting(now=now + timedelta(days=6)) == 0


def test_somebody_else_cannot_let_an_offer_go(
    waiting: Thread, ben: Any, chen: Any, browser_of: Browser
) -> None:
    helps(ben)
    offer_waiting(now=timezone.now())

    answer = browser_of(chen).post(f"/helping/offers/{Offer.objects.get().pk}/let-go/")

    assert answer.status_code == 404
    assert Offer.objects.open().exists()


def test_a_block_made_later_takes_the_offer_out_of_sight(
    waiting: Thread, asha: Any, ben: Any, browser_of: Browser
) -> None:
    helps(ben)
    offer_waiting(now=timezone.now())

    block(ben, blocker=asha)

    assert OFFER_TEXT not in browser_of(ben).get("/notices/").content.decode()
    assert "We thought of you" not in browser_of(ben).get("/helping/").content.decode()


def test_who_is_asked_about_an_anonymous_thread_tells_nothing_of_its_author(
    start: Start, asha: Any, ben: Any, chen: Any
) -> None:
    """Asha blocked Ben and this is her first post; Chen blocked nobody and wrote before. Both are treated alike."""
    block(ben, blocker=asha)
    helps(ben)
    soon = timezone.now() - timedelta(minutes=40)
    start(chen, "Earlier, named", now=soon - timedelta(days=9))

    for author in (asha, chen):
        thread = start(author, "Without a name", anonymous=True, now=soon)
        assert offer_waiting(now=timezone.now()) == 1
        assert asked(thread) == {"Ben"}
        Offer.objects.all().delete()
        thread.posts.all().delete()
        Thread.objects.filter(pk=thread.pk).update(removed_at=timezone.now())


def test_old_offers_are_forgotten_and_open_ones_are_not(waiting: Thread, ben: Any) -> None:
    helps(ben)
    offer_waiting(now=timezone.now())
    later = timezone.now() + timedelta(days=91)

    assert forget_old_offers(now=later) == 0

    let_go(Offer.objects.get(), now=timezone.now())
    assert forget_old_offers(now=later) == 1


def test_the_operator_sets_when_helpers_are_asked(olu: Any, mo: Any, browser_of: Browser) -> None:
    browser = browser_of(olu)
    assert 'value="240"' in browser.get("/operator/offers/").content.decode()

    browser.post("/operator/offers/", {"after_minutes": "0", "after_first_minutes": "45"})

    assert queries.get_offer_waits() == (timedelta(0), timedelta(minutes=45))
    assert browser_of(mo).post("/operator/offers/", {"after_minutes": "5"}).status_code == 403
    assert browser.post("/operator/offers/", {"after_minutes": "-1"}).status_code == 422
