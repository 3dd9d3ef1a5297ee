"""What an author in pain finds above the thread, and what it does."""

from typing import Any

import pytest
from django.utils import timezone

from forum.actions import ask_for_help_with_answering, lock_thread, post_reply, start_thread
from forum.models import Post, Space
from notifications.models import Notice
from people.queries import note_here
from safety.actions import go_on_duty
from safety.models import Band, Case, CaseNote

IN_DANGER = "I want to kill myself tonight. I have everything ready."


@pytest.fixture
def thread(db: None, asha: Any) -> Any:
    space = Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")
    return start_thread(
        space, author=asha, title="Evening", body=IN_DANGER, wants="listen", now=timezone.now()
    )


@pytest.fixture
def post(thread: Any) -> Any:
    return Post.objects.get(thread=thread)


def test_the_author_alone_sees_it_above_the_thread(
    thread: Any, asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    own = browser_of(asha).get(f"/threads/{thread.pk}/").content.decode()

    assert "Your post is up." in own
    assert own.index('id="care"') < own.index('class="posts"')
    for other in (ben, mo):
        assert 'id="care"' not in browser_of(other).get(f"/threads/{thread.pk}/").content.decode()


def test_posting_leads_to_it(thread: Any, asha: Any, browser_of: Any) -> None:
    browser = browser_of(asha)
    body = {"title": "Again", "body": IN_DANGER, "wants": "listen"}

    answer = browser.post("/spaces/grief/new/", body)
    assert answer.url.endswith("/#care")
    reply = {"body": IN_DANGER}
    answer = browser.post(f"/threads/{thread.pk}/replies/", reply, HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"] == f"/threads/{thread.pk}/#care"
    calm = browser.post(f"/threads/{thread.pk}/replies/", {"body": "The cat is here."})
    assert "#post-" in browser.get(calm.url).url


def test_lines_of_the_country_one_picks(thread: Any, asha: Any, browser_of: Any) -> None:
    page = browser_of(asha).get(f"/threads/{thread.pk}/?country=GB").content.decode()

    assert "116 123" in page


def test_talking_is_offered_only_while_somebody_is_here(
    thread: Any, asha: Any, mo: Any, browser_of: Any
) -> None:
    browser = browser_of(asha)
    assert "Talk to someone here now" not in browser.get(f"/threads/{thread.pk}/").content.decode()

    note_here(mo)
    go_on_duty(mo, hours=2, now=timezone.now())
    assert "Talk to someone here now" in browser.get(f"/threads/{thread.pk}/").content.decode()


def test_asking_to_talk_reaches_the_desk_once(
    thread: Any, post: Any, asha: Any, mo: Any, browser_of: Any
) -> None:
    browser = browser_of(asha)
    for _ in range(2):
        browser.post(f"/posts/{post.pk}/care/", {"do": "talk"})

    case = Case.objects.get()
    assert (case.band, case.about) == (Band.NOW, asha)
    assert CaseNote.objects.filter(case=case, act="talk").count() == 1
    assert "would like to talk" in browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    assert "were told that you would like to talk" in browser.get(f"/threads/{thread.pk}/").content.decode()


def test_a_listener_on_duty_hears_of_the_post_and_of_no_case(
    thread: Any, post: Any, asha: Any, lena: Any, browser_of: Any
) -> None:
    note_here(lena)
    go_on_duty(lena, hours=2, now=timezone.now())

    browser_of(asha).post(f"/posts/{post.pk}/care/", {"do": "talk"})

    assert Notice.objects.get(member=lena).kind == "forum.talk"
    assert "asks to talk to a person now" in browser_of(lena).get("/notices/").content.decode()


def test_saying_that_one_is_safe_is_noted_and_the_case_stays(
    thread: Any, post: Any, asha: Any, browser_of: Any
) -> None:
    browser = browser_of(asha)

    browser.post(f"/posts/{post.pk}/care/", {"do": "safe"})

    assert 'id="care"' not in browser.get(f"/threads/{thread.pk}/").content.decode()
    case = Case.objects.get()
    assert case.closed_at is None
    assert CaseNote.objects.get(case=case, act="safe").by is None


def test_put_away_nobody_is_told(thread: Any, post: Any, asha: Any, browser_of: Any) -> None:
    browser = browser_of(asha)

    browser.post(f"/posts/{post.pk}/care/", {"do": "away"})

    assert 'id="care"' not in browser.get(f"/threads/{thread.pk}/").content.decode()
    assert not CaseNote.objects.exists()


def test_nobody_else_presses_for_the_author(
    thread: Any, post: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    for other in (ben, mo):
        for wanted in ("talk", "safe", "away"):
            answer = browser_of(other).post(f"/posts/{post.pk}/care/", {"do": wanted})
            assert answer.status_code == 404
    assert not CaseNote.objects.exists()


def test_an_anonymous_author_who_asks_stays_unnamed(thread: Any, ben: Any, mo: Any, browser_of: Any) -> None:
    reply = post_reply(thread, author=ben, body=IN_DANGER, now=timezone.now(), anonymous=True)

    browser_of(ben).post(f"/posts/{reply.pk}/care/", {"do": "talk"})

    case = Case.objects.get(subject_id=reply.pk)
    assert "Ben" not in browser_of(mo).get(f"/desk/{case.pk}/").content.decode()


HELP = "Ask a person on duty to help me answer"


def test_the_same_advice_stands_under_every_thread(thread: Any, asha: Any, ben: Any, browser_of: Any) -> None:
    calm = start_thread(
        thread.space, author=asha, title="Soup", body="I made soup.", wants="listen", now=timezone.now()
    )

    pages = [browser_of(ben).get(f"/threads/{each.pk}/").content.decode() for each in (thread, calm)]

    advice = [page[page.index('class="advice"') : page.index(HELP)] for page in pages]
    assert advice[0] == advice[1]
    assert "ask plainly how they are" in advice[0]


@pytest.mark.parametrize("scripts", [False, True])
def test_asking_for_help_with_an_answer_reaches_the_desk_and_keeps_the_words(
    thread: Any, post: Any, ben: Any, mo: Any, browser_of: Any, scripts: bool
) -> None:
    browser = browser_of(ben)
    headers = {"HTTP_HX_REQUEST": "true"} if scripts else {}

    answers = [
        browser.post(
            f"/threads/{thread.pk}/replies/", {"body": "I do not know what to s", "help": "yes"}, **headers
        )
        for _ in range(2)
    ]

    page = answers[0].content.decode()
    assert "I do not know what to s" in page
    assert "Nobody is on duty right now." in page
    assert Post.objects.filter(author=ben).count() == 0
    case = Case.objects.get()
    assert case.subject_id == post.pk
    assert CaseNote.objects.get(case=case, act="help").by == ben
    assert "asks for help with an answer" in browser_of(mo).get(f"/desk/{case.pk}/").content.decode()


def test_asking_tells_nothing_about_whether_there_was_a_case(
    thread: Any, asha: Any, ben: Any, browser_of: Any
) -> None:
    calm = start_thread(
        thread.space, author=asha, title="Soup", body="I made soup.", wants="listen", now=timezone.now()
    )
    browser = browser_of(ben)

    told = []
    for each in (thread, calm):
        page = browser.post(f"/threads/{each.pk}/replies/", {"body": "", "help": "yes"}).content.decode()
        told.append(page[page.index('id="reply"') :].partition('role="status"')[2].partition("</div>")[0])

    assert told[0] == told[1] != ""
    assert Case.objects.get(subject_id=Post.objects.get(thread=calm).pk).band == Band.SOON


def test_asking_a_lot_disturbs_nobody_unless_somebody_is_in_danger(
    thread: Any, asha: Any, ben: Any, mo: Any
) -> None:
    now = timezone.now()
    calm = [
        start_thread(thread.space, author=asha, title="Soup", body="Soup.", wants="listen", now=now)
        for _ in range(6)
    ]
    for each in calm:
        ask_for_help_with_answering(each, by=ben, now=now)

    case = Case.objects.get(subject_id=Post.objects.get(thread=calm[-1]).pk)
    told = Notice.objects.filter(member=mo, kind="safety.case")
    assert case.band == Band.LOOK and not told.filter(subject_id=case.pk).exists()
    told.delete()
    ask_for_help_with_answering(thread, by=ben, now=now)
    assert told.get().subject_id == Case.objects.get(band=Band.NOW).pk


def test_nobody_asks_where_they_may_not_write(thread: Any, ben: Any, mo: Any, browser_of: Any) -> None:
    lock_thread(thread, by=mo, now=timezone.now())

    answer = browser_of(ben).post(f"/threads/{thread.pk}/replies/", {"body": "Hm", "help": "yes"})

    assert answer.status_code == 403
    assert not CaseNote.objects.exists()
