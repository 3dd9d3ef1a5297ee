"""A held post is nowhere but with its author and at the desk, until a person lets it go up."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.pace import CHANGES_AN_HOUR
from forum.actions import edit_post, post_reply, start_thread
from forum.models import Post, Space, Thread
from live.models import OutboxEvent
from notifications.models import Notice
from safety import actions as safety
from safety.actions import Verdict
from safety.models import Band, Case, Decision, ScreenedText, ScreeningSettings
from tests.full_member import picture

METHOD = "How many pills would it take to die?"
HATE = "All muslims are vermin and should be gassed."
SPAM = "Buy cheap followers now at http://cheap.example click here for the best price. Marzipan."
CONTACT = "You can reach me on whatsapp +49 151 2345678 any time."
IN_DANGER = "I want to kill myself tonight. I have everything ready."
HELD_WORDS = SPAM


@pytest.fixture
def space(db: None) -> Any:
    return Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")


@pytest.fixture
def thread(space: Any, ben: Any) -> Thread:
    return start(space, ben, "Long evenings.")


def start(space: Any, author: Any, body: str, title: str = "Evenings", **more: Any) -> Thread:
    return start_thread(
        space, author=author, title=title, body=body, wants="listen", now=timezone.now(), **more
    )


def reply(thread: Thread, author: Any, body: str = HELD_WORDS, **more: Any) -> Post:
    return post_reply(thread, author=author, body=body, now=timezone.now(), **more)


def opening(thread: Thread) -> Post:
    return Post.objects.get(thread=thread, is_opening=True)


def decide(post: Post, by: Any, outcome: str) -> Decision:
    case = Case.objects.get(subject_kind="forum.post", subject_id=post.pk, closed_at=None)
    case = safety.claim(case, by=by, version=case.version, now=timezone.now())
    verdict = Verdict(outcome, "Because of the policy.")
    return safety.decide(case, verdict, by=by, version=case.version, keep_open=False, now=timezone.now())


def everything_of(browser: Client, thread: Thread, post: Post) -> str:
    """Return all that one could find of it, pages and programs' answers alike."""
    pages = [
        f"/threads/{thread.pk}/", "/", f"/spaces/{thread.space.slug}/", "/search/?q=followers", "/notices/",
        "/members/Asha/", "/unanswered/", "/following/", "/bookmarks/", "/helping/",
        f"/api/v1/threads/{thread.pk}/posts", f"/api/v1/posts/{post.pk}", f"/api/v1/threads/{thread.pk}",
        "/api/v1/threads", "/api/v1/search?q=followers", f"/posts/{post.pk}/", f"/posts/{post.pk}/fragment/",
        f"/report/forum.post/{post.pk}/", f"/posts/{post.pk}/edit/", f"/posts/{post.pk}/history/",
    ]  # fmt: skip
    return "".join(browser.get(page, HTTP_HX_REQUEST="true").content.decode() for page in pages)


def shown_posts(browser: Client, thread: Thread) -> str:
    page = browser.get(f"/threads/{thread.pk}/").content.decode()
    return page[page.index('<section class="posts"') : page.index("That's everything so far.")]


@pytest.mark.parametrize(
    ("words", "why"), [(METHOD, "method"), (HATE, "hate"), (SPAM, "spam"), (CONTACT, "contact")]
)
def test_four_things_wait_for_a_person_each_with_a_case(thread: Any, asha: Any, words: str, why: str) -> None:
    post = reply(thread, asha, words)

    post.refresh_from_db()
    assert post.held_at
    case = Case.objects.get(subject_id=post.pk)
    assert (case.source, case.closed_at) == ("screening", None)
    assert ScreenedText.objects.get(subject_id=post.pk).held_for == why


@pytest.mark.parametrize("more", ["", f" {CONTACT}", f" {SPAM}"])
def test_being_in_pain_is_never_held_whatever_stands_beside_it(thread: Any, asha: Any, more: str) -> None:
    post = reply(thread, asha, IN_DANGER + more)

    assert post.held_at is None
    assert Case.objects.get(subject_id=post.pk).band == Band.NOW


def test_pain_beside_a_method_is_held_for_the_method_alone_and_cared_for(
    thread: Any, asha: Any, browser_of: Any
) -> None:
    post = reply(thread, asha, f"{IN_DANGER} {METHOD} {SPAM}")

    assert ScreenedText.objects.get(subject_id=post.pk).held_for == "method"
    page = browser_of(asha).get(f"/posts/{post.pk}/").content.decode()
    assert 'id="care"' in page
    assert "may tell how somebody could get hurt" in page


def test_ways_to_be_reached_wait_from_new_accounts_only(thread: Any, asha: Any, ben: Any) -> None:
    asha.joined_at = timezone.now() - timezone.timedelta(days=8)
    asha.save()

    assert reply(thread, asha, CONTACT).held_at is None
    assert reply(thread, ben, CONTACT).held_at is not None


def test_the_author_is_told_at_once_and_finds_the_words(thread: Any, asha: Any, browser_of: Any) -> None:
    browser = browser_of(asha)

    answer = browser.post(f"/threads/{thread.pk}/replies/", {"body": HELD_WORDS, "anonymous": ""})
    post = Post.objects.get(author=asha)
    assert answer.url == f"/posts/{post.pk}/"
    page = browser.get(answer.url).content.decode()
    assert "A person looks at this first" in page
    assert "Marzipan" in page
    assert "before others see it" in browser.get("/notices/").content.decode()
    scripted = browser.post(
        f"/threads/{thread.pk}/replies/", {"body": f"{HELD_WORDS} Again."}, HTTP_HX_REQUEST="true"
    )
    assert scripted["HX-Redirect"].startswith("/posts/")


def test_the_author_finds_it_on_their_own_page_and_nobody_else_does(
    thread: Any, asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    post = reply(thread, asha, anonymous=True)

    assert f'href="/posts/{post.pk}/"' in browser_of(asha).get("/members/Asha/").content.decode()
    for other in (ben, mo):
        assert f"/posts/{post.pk}/" not in browser_of(other).get("/members/Asha/").content.decode()


def test_nobody_else_finds_a_trace_of_a_held_reply(
    thread: Any, asha: Any, ben: Any, chen: Any, mo: Any, browser_of: Any
) -> None:
    quiet = browser_of(chen)
    before = shown_posts(quiet, thread)
    count, version = thread.reply_count, Thread.objects.get(pk=thread.pk).version
    events = OutboxEvent.objects.exclude(kind__startswith="safety.").exclude(
        kind__startswith="notifications."
    )
    earlier = events.count()

    post = reply(thread, asha)

    for member in (ben, chen, mo):
        assert "arzipan" not in everything_of(browser_of(member), thread, post)
        assert not Notice.objects.filter(member=member).exclude(kind="safety.case").exists()
        assert browser_of(member).get(f"/posts/{post.pk}/").status_code == 404
        assert browser_of(member).get(f"/api/v1/posts/{post.pk}").status_code == 404
    thread.refresh_from_db()
    assert (thread.reply_count, thread.version, thread.answered_at) == (count, version, None)
    assert events.count() == earlier
    assert shown_posts(quiet, thread) == before


def test_nobody_else_finds_a_trace_of_a_held_thread(
    space: Any, asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    held = start(space, asha, HELD_WORDS, title="Marzipan")

    for member in (ben, mo):
        assert "arzipan" not in everything_of(browser_of(member), held, opening(held))
        assert browser_of(member).get(f"/threads/{held.pk}/").status_code == 404
    assert not Thread.objects.visible_to(ben).exists()
    assert not OutboxEvent.objects.filter(kind__startswith="forum.").exists()
    own = browser_of(asha).get(f"/threads/{held.pk}/")
    assert own.url == f"/posts/{opening(held).pk}/"


def test_programs_tell_an_author_that_their_post_waits(
    thread: Any, space: Any, asha: Any, browser_of: Any
) -> None:
    browser = browser_of(asha)
    post, held = reply(thread, asha), start(space, asha, HELD_WORDS)

    told = browser.get(f"/api/v1/posts/{post.pk}").json()
    assert (told["held"], told["mine"], told["removed"]) == (True, True, False)
    assert browser.get(f"/api/v1/threads/{held.pk}").json()["held"] is True
    assert browser.get(f"/api/v1/threads/{thread.pk}").json()["held"] is False


def test_let_go_up_it_is_announced_as_if_just_posted(
    thread: Any, asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    post = reply(thread, asha)
    later = reply(thread, ben, "Still awake.")
    assert Thread.objects.get(pk=thread.pk).answered_at is None

    decide(post, mo, "restore")

    post.refresh_from_db()
    thread.refresh_from_db()
    assert (post.held_at, post.removed_at) == (None, None)
    assert post.created_at > later.created_at
    assert (thread.reply_count, thread.answered_at) == (2, post.created_at)
    assert OutboxEvent.objects.filter(kind="forum.reply_posted", data__post=post.pk).count() == 1
    assert Notice.objects.filter(member=ben, kind="forum.reply", subject_id=post.pk).exists()
    assert "Marzipan" in browser_of(ben).get(f"/threads/{thread.pk}/").content.decode()
    assert Notice.objects.filter(member=asha, kind="safety.decision").exists()


def test_a_held_thread_goes_up_as_a_new_one(space: Any, asha: Any, ben: Any, mo: Any) -> None:
    held = start(space, asha, HELD_WORDS)

    decide(opening(held), mo, "restore")

    assert Thread.objects.visible_to(ben).get().pk == held.pk
    assert OutboxEvent.objects.filter(kind="forum.thread_started", data__thread=held.pk).count() == 1


def test_kept_from_others_it_leaves_no_stub_and_can_be_appealed(
    thread: Any, asha: Any, ben: Any, mo: Any, olu: Any, browser_of: Any
) -> None:
    post = reply(thread, asha)

    decision = decide(post, mo, "hide")

    assert "took this reply down" not in browser_of(ben).get(f"/threads/{thread.pk}/").content.decode()
    assert "Others do not see this" in browser_of(asha).get(f"/posts/{post.pk}/").content.decode()
    appeal = safety.appeal(decision, by=asha, words="It was a joke.", now=timezone.now())
    case = safety.claim(appeal.case, by=olu, version=appeal.case.version, now=timezone.now())
    safety.answer_appeal(
        case, outcome="reversed", answer="Sorry.", by=olu, version=case.version, now=timezone.now()
    )
    assert "Marzipan" in browser_of(ben).get(f"/threads/{thread.pk}/").content.decode()


def test_an_edit_that_has_to_wait_takes_the_post_from_pages_without_a_stub(
    thread: Any, asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    post = reply(thread, asha, "Good evening.")
    edited = edit_post(post, by=asha, body=HELD_WORDS, version=1, now=timezone.now())
    assert edited.held_at

    page = browser_of(ben).get(f"/threads/{thread.pk}/").content.decode()
    assert f"post-{post.pk}" not in page
    assert OutboxEvent.objects.filter(kind="forum.post_removed", data__post=post.pk).exists()
    thread.refresh_from_db()
    assert (thread.reply_count, thread.answered_at) == (0, None)
    decide(post, mo, "restore")
    assert "Marzipan" in browser_of(ben).get(f"/threads/{thread.pk}/").content.decode()


def test_its_author_can_take_it_back(thread: Any, asha: Any, mo: Any, browser_of: Any) -> None:
    post = reply(thread, asha)

    browser_of(asha).post(f"/posts/{post.pk}/remove/")

    assert browser_of(asha).get(f"/posts/{post.pk}/").status_code == 404
    case = Case.objects.get(subject_id=post.pk)
    page = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    assert "took it back" in page
    assert "Marzipan" not in page


def test_its_author_changes_it_and_it_waits_on_whatever_it_says_now(
    thread: Any, asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    post, browser = reply(thread, asha), browser_of(asha)
    why = browser.get(f"/posts/{post.pk}/").content.decode().partition("A program stopped")[2][:60]
    case = Case.objects.get(subject_id=post.pk)
    case = safety.claim(case, by=mo, version=case.version, now=timezone.now())

    sent = {"body": "Good evening, nougat.", "version": post.version + 1}
    answer = browser.post(f"/posts/{post.pk}/edit/", sent)

    assert answer.url == f"/posts/{post.pk}/"
    page = browser.get(answer.url).content.decode()
    assert "nougat" in page and "you changed it" in page
    assert page.partition("A program stopped")[2][:60] == why
    assert "nougat" not in everything_of(browser_of(ben), thread, post)
    desk = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    assert "nougat" in desk and "Marzipan" in desk and "changed the words since" in desk
    with pytest.raises(safety.CaseMoved):
        safety.decide(
            case, Verdict("hide", "So."), by=mo, version=case.version, keep_open=False, now=timezone.now()
        )
    case.refresh_from_db()
    safety.decide(
        case, Verdict("restore", "Fine."), by=mo, version=case.version, keep_open=False, now=timezone.now()
    )
    shown = shown_posts(browser_of(ben), thread)
    assert "nougat" in shown and "edited" not in shown
    assert OutboxEvent.objects.filter(kind="forum.reply_posted", data__post=post.pk).count() == 1


def test_a_held_thread_can_be_changed_by_a_program_too_and_worse_words_make_it_more_urgent(
    space: Any, asha: Any, browser_of: Any
) -> None:
    post = opening(start(space, asha, HELD_WORDS))
    post.refresh_from_db()
    words = f"{IN_DANGER} {METHOD}"

    sent = {"body": words, "title": "Tonight", "version": post.version}
    answer = browser_of(asha).put(f"/api/v1/posts/{post.pk}", sent, content_type="application/json")

    told = answer.json()
    assert (told["held"], told["body"], told["edited"]) == (True, words, True)
    assert Case.objects.get().band == Band.NOW
    assert Thread.objects.get(pk=post.thread_id).title == "Tonight"
    assert 'id="care"' in browser_of(asha).get(f"/posts/{post.pk}/").content.decode()


@pytest.mark.parametrize("band", [Band.NOW, Band.LOOK])
def test_held_words_changed_into_pain_go_up_at_once_and_a_person_looks_all_the_same(
    space: Any, thread: Any, asha: Any, ben: Any, mo: Any, browser_of: Any, band: int
) -> None:
    if band == Band.LOOK:
        softly = {"look": 0.4, "soon": 0.9998, "now": 0.9999, "hold": None}
        ScreeningSettings.objects.create(pk=1, numbers={"crisis": softly})
    post, begun = reply(thread, asha), opening(start(space, asha, HELD_WORDS))
    browser = browser_of(asha)

    for each in (post, begun):
        each.refresh_from_db()
        sent = {"body": IN_DANGER, "title": "Tonight", "wants": "listen", "version": each.version}
        answer = browser.post(f"/posts/{each.pk}/edit/", sent)
        assert answer.url.startswith(f"/threads/{each.thread_id}/")
        assert IN_DANGER in browser_of(ben).get(f"/threads/{each.thread_id}/").content.decode()
        case = Case.objects.open().get(subject_id=each.pk)
        assert case.band == band
        assert "waits no longer" in browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    assert "edited" not in shown_posts(browser_of(ben), thread)
    assert OutboxEvent.objects.filter(kind="forum.reply_posted", data__post=post.pk).count() == 1
    assert not OutboxEvent.objects.filter(kind="forum.post_edited").exists()
    assert Notice.objects.filter(member=ben, kind="forum.reply", subject_id=post.pk).exists()


def test_changes_have_a_pace_that_loses_no_words_and_never_holds_up_pain(
    thread: Any, asha: Any, browser_of: Any
) -> None:
    post, browser = reply(thread, asha), browser_of(asha)

    def change(words: str) -> Any:
        post.refresh_from_db()
        return browser.post(f"/posts/{post.pk}/edit/", {"body": words, "version": post.version})

    assert {change(f"Nougat {number}.").status_code for number in range(CHANGES_AN_HOUR)} == {302}
    case = Case.objects.get()

    refused = change("One nougat more.")

    page = refused.content.decode()
    assert refused.status_code == 429
    assert "One nougat more." in page and "Your words are still here" in page and "minutes" in page
    unmoved = Case.objects.get()
    assert (unmoved.version, unmoved.notes.count()) == (case.version, case.notes.count())
    post.refresh_from_db()
    assert post.body == f"Nougat {CHANGES_AN_HOUR - 1}."
    assert change(IN_DANGER).status_code == 302
    post.refresh_from_db()
    assert (post.body, post.held_at) == (IN_DANGER, None)


def test_what_was_decided_meanwhile_is_not_changed_and_no_words_are_lost(
    thread: Any, asha: Any, mo: Any, browser_of: Any
) -> None:
    post = reply(thread, asha)
    decide(post, mo, "hide")

    answer = browser_of(asha).post(f"/posts/{post.pk}/edit/", {"body": "Nougat.", "version": 2})

    assert answer.status_code == 409 and "Nougat." in answer.content.decode()
    post.refresh_from_db()
    assert post.body == HELD_WORDS


def test_its_picture_is_seen_by_its_author_and_at_the_desk_alone(
    thread: Any, asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    post = reply(thread, asha, picture=picture(), picture_description="A sign")
    address = f"/pictures/{post.picture.pk}/"

    seen = [browser_of(one).get(address).status_code for one in (asha, mo, ben)]

    assert seen == [200, 200, 404]
    for page in (f"/posts/{post.pk}/", f"/desk/{Case.objects.get().pk}/"):
        assert address in browser_of(asha if "posts" in page else mo).get(page).content.decode()
    browser_of(asha).post(f"/posts/{post.pk}/remove/")
    assert browser_of(mo).get(address).status_code == 404


def test_an_anonymous_voice_stays_one_while_it_waits(
    thread: Any, asha: Any, mo: Any, browser_of: Any
) -> None:
    post = reply(thread, asha, anonymous=True)

    page = browser_of(mo).get(f"/desk/{Case.objects.get(subject_id=post.pk).pk}/").content.decode()
    assert "Asha" not in page


def test_the_operators_numbers_decide(thread: Any, asha: Any) -> None:
    never = {"look": 0.3, "soon": None, "now": None, "hold": None}
    ScreeningSettings.objects.create(pk=1, numbers={"spam": never})

    assert reply(thread, asha).held_at is None
    assert Case.objects.get().concern == "spam"
