"""What bad input gets: a clear message, the words kept, nothing half-stored, never an error of ours."""

import html
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from forum.actions import edit_post, lock_thread, remove_thread
from forum.models import Draft, Picture, Post, PostRevision, Thread

Send = Callable[..., HttpResponse]

PILE = "e" + "\u0301" * 100_000
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def browser(browser_of: Callable[[Any], Client], ben: Any) -> Client:
    browser = browser_of(ben)
    browser.raise_request_exception = True
    return browser


@pytest.fixture
def send_reply(browser: Client, thread: Thread) -> Send:
    """Reply as Ben to Asha's thread."""

    def _send(**fields: Any) -> HttpResponse:
        said = {"body": "I hear you.", "nonce": uuid4()} | fields
        return browser.post(f"/threads/{thread.pk}/replies/", said)

    return _send


@pytest.fixture
def send_thread(browser: Client, grief: Any) -> Send:
    """Start a thread as Ben."""

    def _send(**fields: Any) -> HttpResponse:
        said = {"title": "A title", "body": "Words.", "wants": "listen", "nonce": uuid4()} | fields
        return browser.post(f"/spaces/{grief.slug}/new/", said)

    return _send


def shown(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


def replies(thread: Thread) -> list[Post]:
    return list(Post.objects.filter(thread=thread, is_opening=False))


def picture_file(name: str = "picture.png") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


# ---- words ----


@pytest.mark.parametrize("nothing", ["", "   \n\t ", "\u200b\u200b", "\x00", "\u2800", "\u3164", "\u202e"])
def test_nothing_visible_is_asked_for_again(
    send_reply: Send, send_thread: Send, thread: Thread, nothing: str
) -> None:
    for response in (send_reply(body=nothing), send_thread(body=nothing), send_thread(title=nothing)):
        assert response.status_code == 422
        assert "Please write something here." in shown(response)
    assert replies(thread) == []
    assert Thread.objects.count() == 1


def test_a_megabyte_is_too_much_and_comes_back(send_reply: Send, send_thread: Send, thread: Thread) -> None:
    words = "kettle " * 150_000

    for response in (send_reply(body=words), send_thread(body=words)):
        assert response.status_code == 422
        assert "Please keep this to 20000 characters; it has 1049999 now." in shown(response)
        assert words in shown(response)
    assert replies(thread) == []


def test_more_than_a_request_may_hold_is_told_plainly(send_reply: Send, thread: Thread) -> None:
    response = send_reply(body="x" * 3_000_000)

    assert response.status_code == 413
    assert replies(thread) == []


def test_a_pile_of_marks_is_refused_and_comes_back(
    send_reply: Send, send_thread: Send, thread: Thread
) -> None:
    for response in (send_reply(body=PILE), send_thread(body=PILE), send_thread(title=PILE)):
        assert response.status_code == 422
        assert "far too many marks" in shown(response)
        assert PILE in shown(response)
    assert replies(thread) == []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("NUL \x00 in it", "NUL  in it"),
        ("\u202eturned\u202c round", "turned round"),
        ("\u2066isolated", "isolated"),
        ("a\r\nb", "a\nb"),
        ("cafe\u0301", "café"),
        ("\ufeffmark", "mark"),
    ],
)
def test_what_can_be_mended_is_mended(
    send_reply: Send, send_thread: Send, thread: Thread, typed: str, stored: str
) -> None:
    assert send_reply(body=typed).status_code == 302
    assert send_thread(body=typed, title=typed).status_code == 302

    assert replies(thread)[0].body == stored
    started = Thread.objects.exclude(pk=thread.pk).get()
    assert started.posts.get().body == stored
    assert started.title == " ".join(stored.split())


@pytest.mark.parametrize("raw", [b"%ED%A0%80", b"%FF%FE", b"%C0%AF", b"%F5%80%80%80", b"%00"])
def test_bytes_that_are_no_text_are_no_error(browser: Client, thread: Thread, raw: bytes) -> None:
    response = browser.post(
        f"/threads/{thread.pk}/replies/",
        b"body=word" + raw + b"&nonce=" + str(uuid4()).encode(),
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 302
    assert replies(thread)[0].body.startswith("word")


def test_html_and_script_stay_words_in_every_field(
    browser: Client, send_reply: Send, send_thread: Send, thread: Thread
) -> None:
    send_reply(body=SCRIPT)
    started = send_thread(title=SCRIPT, body=f"**{SCRIPT}** [x](javascript:alert(1))")

    for address in (
        f"/threads/{thread.pk}/",
        started.headers["Location"].partition("?")[0],
        "/spaces/grief/",
        "/",
    ):
        page = browser.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page
    page = browser.get("/search/", {"q": "alert script"}).content.decode()
    assert "<script>alert" not in page
    assert "<mark>" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "<b>" * 100},
        {"wants": "likes"},
        {"wants": SCRIPT},
        {"notes": ["politics"]},
        {"notes": ["loss", SCRIPT]},
    ],
)
def test_a_field_that_does_not_fit_keeps_every_word(send_thread: Send, thread: Thread, fields: Any) -> None:
    words = "Words that took an hour & a half."

    response = send_thread(body=words, **fields)

    assert response.status_code == 422
    assert words in shown(response)
    assert "<script>alert" not in response.content.decode()
    assert Thread.objects.count() == 1


def test_a_title_that_is_too_long_comes_back_with_the_rest(send_thread: Send) -> None:
    title = "word " * 40

    response = send_thread(title=title, body="And a body.")

    assert "Please keep this to 120 characters; it has 199 now." in shown(response)
    assert title in shown(response)
    assert "And a body." in shown(response)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_no_words_are_ever_an_error(send_reply: Send, send_thread: Send, thread: Thread, words: str) -> None:
    assert send_reply(body=words).status_code in {302, 422}
    assert send_thread(title=words, body=words, notes=[words], wants=words).status_code == 422
    assert send_reply(body="x", quoted=words, quoted_text=words).status_code in {302, 422}


# ---- twice, stale, gone ----


def test_a_form_sent_twice_posts_once(send_reply: Send, send_thread: Send, thread: Thread) -> None:
    mark = uuid4()

    first, second = send_reply(nonce=mark), send_reply(nonce=mark)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert len(replies(thread)) == 1

    mark = uuid4()
    assert send_thread(nonce=mark).headers["Location"] == send_thread(nonce=mark).headers["Location"]
    assert Thread.objects.count() == 2


def test_a_mark_used_elsewhere_before_loses_no_words(
    send_reply: Send, send_thread: Send, thread: Thread
) -> None:
    one, other = uuid4(), uuid4()

    assert send_reply(nonce=one).status_code == send_thread(nonce=one).status_code == 302
    assert send_thread(nonce=other).status_code == send_reply(nonce=other).status_code == 302
    assert (len(replies(thread)), Thread.objects.count()) == (2, 3)


def test_other_words_under_the_same_mark_are_not_lost(send_reply: Send, thread: Thread) -> None:
    mark = uuid4()

    send_reply(nonce=mark, body="First.")
    send_reply(nonce=mark, body="Second.")

    assert [post.body for post in replies(thread)] == ["First.", "Second."]


@pytest.mark.parametrize("mark", ["", "x", "0" * 5_000, SCRIPT])
def test_a_broken_mark_loses_no_words(send_reply: Send, thread: Thread, mark: str) -> None:
    response = send_reply(nonce=mark, body="Words that took an hour.")

    assert response.status_code in {302, 422}
    assert "Words that took an hour." in (shown(response) or replies(thread)[0].body)


def test_a_stale_form_of_somebody_signed_out_keeps_the_words(
    browser: Client, send_reply: Send, thread: Thread
) -> None:
    browser.logout()

    response = send_reply(body="Words that took an hour.")

    assert response.status_code < 500
    assert "Words that took an hour." in shown(response)
    assert replies(thread) == []


def test_a_reply_to_a_thread_just_locked_comes_back(send_reply: Send, thread: Thread, mo: Any) -> None:
    lock_thread(thread, by=mo, now=timezone.now())

    response = send_reply(body="Words that took an hour.")

    assert response.status_code == 409
    assert "closed while you were writing" in shown(response)
    assert "Words that took an hour." in shown(response)
    assert replies(thread) == []


def test_a_reply_to_a_thread_just_removed_comes_back(send_reply: Send, thread: Thread, asha: Any) -> None:
    remove_thread(thread, by=asha, now=timezone.now())

    response = send_reply(body="Words that took an hour.")

    assert response.status_code == 404
    assert "Words that took an hour." in shown(response)
    assert replies(thread) == []


def test_an_edit_from_two_tabs_loses_neither(
    browser: Client, send_reply: Send, thread: Thread, ben: Any
) -> None:
    send_reply(body="As it was.")
    [post] = replies(thread)
    edit_post(post, by=ben, body="From the first tab.", version=1, now=timezone.now())

    response = browser.post(f"/posts/{post.pk}/edit/", {"body": "From the second tab.", "version": 1})

    assert response.status_code == 409
    assert "From the second tab." in shown(response)
    assert "From the first tab." in shown(response)
    post.refresh_from_db()
    assert post.body == "From the first tab."
    assert PostRevision.objects.count() == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_broken_version_changes_nothing(
    browser: Client, send_reply: Send, thread: Thread, version: str
) -> None:
    send_reply(body="As it was.")
    [post] = replies(thread)

    response = browser.post(f"/posts/{post.pk}/edit/", {"body": "Changed words.", "version": version})

    assert response.status_code in {409, 422}
    assert "Changed words." in shown(response)
    post.refresh_from_db()
    assert post.body == "As it was."


@pytest.mark.parametrize("quoted", ["", "0", "-1", "x", "9" * 18, "9" * 25, "\u0663", SCRIPT])
def test_a_quote_of_nothing_is_left_out(send_reply: Send, thread: Thread, quoted: str) -> None:
    response = send_reply(quoted=quoted, quoted_text="never said")

    if response.status_code == 302:
        assert replies(thread)[0].quoted_text == ""
    else:
        assert "I hear you." in shown(response)


def test_nobody_can_be_quoted_with_words_they_did_not_say(send_reply: Send, thread: Thread) -> None:
    opening = Post.objects.get(thread=thread)

    send_reply(quoted=opening.pk, quoted_text="I never said this")

    assert replies(thread)[0].quoted_text == ""


# ---- pictures ----


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"hello", "not a picture we can read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a picture we can read"),
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "not a picture we can read"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_words_stay(
    send_reply: Send, thread: Thread, content: bytes, reason: str
) -> None:
    response = send_reply(
        body="Words that took an hour.",
        picture=SimpleUploadedFile("picture.jpg", content, content_type="image/jpeg"),
        picture_description="A lake",
    )

    assert response.status_code == 422
    assert reason in shown(response)
    assert "Words that took an hour." in shown(response)
    assert "A lake" in shown(response)
    assert replies(thread) == []
    assert not Picture.objects.exists()


def test_a_picture_without_words_for_it_is_asked_about(send_reply: Send, thread: Thread) -> None:
    response = send_reply(body="See.", picture=picture_file())

    assert response.status_code == 422
    assert "say in a few words what the picture shows" in shown(response)
    assert replies(thread) == []


def test_the_name_of_a_file_goes_nowhere(
    send_reply: Send, thread: Thread, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path

    response = send_reply(
        picture=picture_file("../../../etc/passwd\x00.png"), picture_description="A red square"
    )

    assert response.status_code in {302, 422}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(path.suffix == ".webp" and path.parent.name == "pictures" for path in files)
    assert len(files) == Picture.objects.count()


def test_keeping_for_later_takes_anything(send_reply: Send, thread: Thread, ben: Any) -> None:
    for words in ("\x00 \u202e words", PILE, "x" * 30_000, ""):
        assert send_reply(keep="1", body=words).status_code in {302, 422}

    draft = Draft.objects.filter(member=ben).first()
    assert draft is None or "\x00" not in draft.body


@pytest.mark.parametrize(
    "address",
    ["/threads/0/", "/threads/99999999999999999999999/", "/posts/99999999999999999999999/", "/spaces/%00/",
     "/threads/1/?after=-1", "/threads/1/?after=99999999999999999999", "/threads/1/?post=%00",
     "/spaces/grief/?after=x",
     "/search/?q=%00",
     "/search/?q=NEAR(&space=x&since=x&until=9999-99-99",
     "/search/?q=a&since=0001-01-01&until=9999-12-31",
     "/search/?q=a&after=x", "/?after=%FF", "/members/%00/", "/bookmarks/?after=e30"],
)  # fmt: skip
def test_no_address_is_an_error(browser: Client, thread: Thread, address: str) -> None:
    assert browser.get(address).status_code in {200, 302, 400, 404}
