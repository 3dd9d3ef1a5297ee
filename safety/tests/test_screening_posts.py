"""Every text is sorted in the transaction that saves it, and a person is asked where it needs one."""

from datetime import timedelta
from time import process_time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from core.pace import CHANGES_AN_HOUR
from forum.actions import edit_post, post_reply, start_thread
from forum.actions.screening import screen_earlier_posts, screen_post
from forum.models import Post, Space, Thread
from live.models import OutboxEvent
from notifications.models import Notice
from people.actions import save_profile
from people.queries import note_here
from safety import subjects
from safety.actions import CaseMoved, Verdict, claim, decide, forget_old_screenings, report
from safety.models import Band, Case, ScreenedText
from safety.queries import list_signs

IN_DANGER = "I want to kill myself tonight. I have everything ready."
CALM = "I made soup today and the cat slept on my knees."


@pytest.fixture
def space(db: None) -> Any:
    return Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")


def start(space: Any, author: Any, body: str, **more: Any) -> Thread:
    return start_thread(
        space, author=author, title=more.pop("title", "Evening"), body=body, wants="listen", now=timezone.now(), **more
    )  # fmt: skip


def opening(thread: Thread) -> Post:
    return Post.objects.get(thread=thread, is_opening=True)


def edit(post: Post, body: str, **more: Any) -> Post:
    post.refresh_from_db()
    return edit_post(
        post, by=post.author, body=body, version=post.version, title=post.title, now=timezone.now(), **more
    )


def test_a_post_in_danger_has_a_case_at_once_and_stays_up(space: Any, asha: Any, ben: Any, mo: Any) -> None:
    thread = start(space, asha, IN_DANGER)

    case = Case.objects.get(subject_kind="forum.post", subject_id=opening(thread).pk)
    assert (case.band, case.concern, case.source, case.about) == (Band.NOW, "crisis", "screening", asha)
    assert Thread.objects.visible_to(ben).filter(pk=thread.pk).exists()
    assert Notice.objects.filter(member=mo, kind="safety.case", subject_id=case.pk).exists()
    assert OutboxEvent.objects.filter(kind="safety.case_changed").exists()


def test_an_everyday_post_is_sorted_and_asks_nobody(space: Any, asha: Any, ben: Any) -> None:
    thread = start(space, asha, CALM)
    reply = post_reply(thread, author=ben, body="What a good evening.", now=timezone.now())

    assert not Case.objects.exists()
    assert set(ScreenedText.objects.values_list("subject_id", "band")) == {
        (opening(thread).pk, None),
        (reply.pk, None),
    }


def test_a_title_counts_too(space: Any, asha: Any) -> None:
    start(space, asha, "I do not know what else to say.", title="I want to kill myself")

    assert Case.objects.get().band == Band.NOW


def test_an_edited_text_is_sorted_anew_and_its_case_only_ever_more_urgent(space: Any, asha: Any) -> None:
    thread = start(space, asha, CALM)
    edit(opening(thread), IN_DANGER)
    case = Case.objects.get()
    assert case.band == Band.NOW

    edit(opening(thread), CALM)

    case.refresh_from_db()
    assert case.band == Band.NOW
    assert ScreenedText.objects.get().band is None


def test_a_change_of_the_note_alone_is_not_sorted(space: Any, asha: Any, mo: Any) -> None:
    thread = start(space, asha, IN_DANGER)
    case = Case.objects.get()
    claimed = claim(case, by=mo, version=case.version, now=timezone.now())
    decide(claimed, Verdict("supported"), by=mo, version=claimed.version, keep_open=False, now=timezone.now())

    edit(opening(thread), IN_DANGER, notes=["suicide"])

    assert not Case.objects.filter(closed_at=None, source="screening").exists()


def test_the_same_words_again_after_a_case_was_closed_are_looked_at_again(
    space: Any, asha: Any, mo: Any
) -> None:
    thread = start(space, asha, IN_DANGER)
    Case.objects.update(closed_at=timezone.now())

    edit(opening(thread), f"{IN_DANGER} Nobody came.")

    assert Case.objects.filter(closed_at=None).count() == 1


def test_it_all_happens_or_nothing_does(space: Any, asha: Any) -> None:
    def start_and_fail() -> None:
        with transaction.atomic():
            start(space, asha, IN_DANGER)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        start_and_fail()

    assert not Case.objects.exists()
    assert not ScreenedText.objects.exists()


def test_a_worrying_reply_brings_its_own_case_to_those_who_are_here(
    space: Any, asha: Any, ben: Any, mo: Any, olu: Any
) -> None:
    note_here(mo)
    thread = start(space, asha, CALM)

    reply = post_reply(
        thread, author=ben, body="I keep thinking about suicide when I am alone.", now=timezone.now()
    )

    case = Case.objects.get()
    assert case.subject_id == reply.pk
    told = set(Notice.objects.filter(kind="safety.case").values_list("member__name", flat=True))
    assert told == ({"Mo", "Olu"} if case.band == Band.NOW else {"Mo"})


def test_what_counted_is_kept_without_the_words_and_shown_from_the_post(
    space: Any, asha: Any, mo: Any, browser_of: Any
) -> None:
    thread = start(space, asha, f"Nothing helps. {IN_DANGER}")
    kept = str(ScreenedText.objects.values_list("reasons", "concerns").get())
    assert "kill" not in kept

    subject = subjects.load("forum.post", opening(thread).pk)
    assert subject is not None
    assert any("kill myself" in sign.words for sign in list_signs(subject))
    page = browser_of(mo).get(f"/desk/{Case.objects.get().pk}/").content.decode()
    assert "What the program noticed" in page
    queue = browser_of(mo).get("/desk/").content.decode()
    assert "wants or means to end their life" in queue


def test_what_a_member_says_about_themselves_to_others_is_sorted(asha: Any, ben: Any) -> None:
    save_profile(asha, about=IN_DANGER, lived_experience=IN_DANGER)
    case = Case.objects.get()
    assert (case.subject_kind, case.subject_id, case.band) == ("people.member", asha.pk, Band.NOW)

    save_profile(ben, lived_experience=IN_DANGER, lived_experience_audience="nobody")
    assert not Case.objects.filter(subject_id=ben.pk).exists()


def test_a_changed_profile_moves_its_open_case_and_may_make_it_more_urgent(
    asha: Any, chen: Any, mo: Any, browser_of: Any
) -> None:
    shown = {"about": "Call me.", "about_audience": "members"}
    save_profile(asha, **shown)
    subject = subjects.find("people.member", "Asha", viewer=chen)
    case = report(subject, by=chen, reason="hate", words="", now=timezone.now()).case
    case = claim(case, by=mo, version=case.version, now=timezone.now())

    save_profile(asha, time_zone="UTC", **shown)
    assert Case.objects.get().version == case.version
    save_profile(asha, **{**shown, "about": "Hello."})

    assert Case.objects.get().version > case.version
    page = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    assert "Hello." in page and "changed the words since" in page
    with pytest.raises(CaseMoved):
        decide(case, Verdict("hide", "So."), by=mo, version=case.version, keep_open=False, now=timezone.now())
    save_profile(asha, **{**shown, "about": IN_DANGER})
    assert Case.objects.get().band == Band.NOW


def test_a_profile_changed_over_and_over_waits_and_keeps_its_words(asha: Any, browser_of: Any) -> None:
    audiences = ("pronouns", "about", "languages", "time_zone", "interests", "lived_experience")
    sent = {f"{name}_audience": "members" for name in audiences}
    for number in range(CHANGES_AN_HOUR):
        save_profile(asha, about=f"Nougat {number}.")

    refused = browser_of(asha).post("/account/profile/", sent | {"about": "One nougat more."})

    assert refused.status_code == 422 and "One nougat more." in refused.content.decode()
    assert "You changed this many times within the hour." in refused.content.decode()
    asha.refresh_from_db()
    assert asha.about == f"Nougat {CHANGES_AN_HOUR - 1}."
    save_profile(asha, about=IN_DANGER)
    assert Case.objects.get().band == Band.NOW


def test_a_worrying_profile_offers_its_author_alone_somebody_to_talk_to(
    asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    browser = browser_of(asha)
    sent = {"about": IN_DANGER, "about_audience": "members", "languages": "", "time_zone": ""}
    for name in ("pronouns", "languages", "time_zone", "interests", "lived_experience"):
        sent[f"{name}_audience"] = "members"

    page = browser.post("/account/profile/", sent, follow=True).content.decode()

    assert "You sound in a lot of pain." in page and page.index('id="care"') < page.index("<dl")
    for other in (ben, mo):
        assert 'id="care"' not in browser_of(other).get("/members/Asha/").content.decode()
    browser.post("/account/care/", {"do": "talk"})
    assert "among your conversations" in browser.get("/members/Asha/").content.decode()
    assert "would like to talk" in browser_of(mo).get(f"/desk/{Case.objects.get().pk}/").content.decode()
    browser.post("/account/care/", {"do": "safe"})
    assert 'id="care"' not in browser.get("/members/Asha/").content.decode()


def test_no_member_sees_a_trace_of_it(space: Any, asha: Any, ben: Any, mo: Any, browser_of: Any) -> None:
    thread = start(space, asha, IN_DANGER)
    case = Case.objects.get()

    for member in (asha, ben):
        browser: Client = browser_of(member)
        assert browser.get(f"/desk/{case.pk}/").status_code in (403, 404)
        assert not Notice.objects.filter(member=member, kind="safety.case").exists()
        page = browser.get(f"/threads/{thread.pk}/").content.decode()
        assert "screening" not in page.lower()


def test_posts_that_came_in_bulk_are_sorted_in_the_background(db: None) -> None:
    call_command("demo", verbosity=0)
    posts = Post.objects.filter(created_at__gt=timezone.now() - timedelta(days=31))
    assert posts.count() - ScreenedText.objects.filter(subject_kind="forum.post").count() > 100

    last: int | None = 0
    while last is not None:
        last = screen_earlier_posts(last, now=timezone.now())

    assert ScreenedText.objects.filter(subject_kind="forum.post").count() == posts.count()
    recent = posts.filter(created_at__gt=timezone.now() - timedelta(days=3))
    assert set(Case.objects.values_list("subject_id", flat=True)) <= set(recent.values_list("pk", flat=True))


def test_sorting_costs_a_post_less_than_ten_milliseconds(space: Any, asha: Any) -> None:
    thread = start(space, asha, CALM)
    post = opening(thread)
    screen_post(post, now=timezone.now())
    began = process_time()
    for _ in range(30):
        screen_post(post, now=timezone.now())

    assert (process_time() - began) / 30 < 0.010


def test_what_was_sorted_is_forgotten_when_its_period_is_over(space: Any, asha: Any) -> None:
    start(space, asha, CALM)

    assert forget_old_screenings(now=timezone.now() + timedelta(days=89)) == 0
    assert forget_old_screenings(now=timezone.now() + timedelta(days=91)) == 1
