"""Pictures and voice notes: sealed where they lie, for those who may read the message, and gone when it goes."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings as installation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from chat import actions, queries
from chat.checkups import voice_notes
from chat.models import Attachment, ExcerptFile, Message
from core import recordings
from core.recordings import EncodedRecording
from core.rotation import rotate
from people.actions import block
from safety.actions import report
from safety.models import Case
from safety.subjects import find


def photo():
    exif = Image.Exif()
    exif[0x010E] = "taken in the secret garden"
    file = BytesIO()
    Image.new("RGB", (640, 480), "seagreen").save(file, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_secret_garden.jpg", file.getvalue(), content_type="image/jpeg")


def with_picture(**more):
    return {"body": "", "picture": photo(), "picture_description": "A marzipan field", **more}


def files_kept():
    root = installation.MEDIA_ROOT / "conversations"
    return sorted(root.iterdir()) if root.exists() else []


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture(talk, asha, browser_of):
    answer = browser_of(asha).post(f"/conversations/{talk.conversation.pk}/messages/", with_picture())
    assert answer.status_code == 302
    return Attachment.objects.get()


@pytest.fixture
def address(picture):
    return f"/conversations/files/{picture.pk}/"


def page_of(talk, browser):
    return browser.get(f"/conversations/{talk.conversation.pk}/").content.decode()


def test_the_two_see_it_without_what_the_camera_knew_and_nobody_else_does(
    picture, address, talk, ben, chen, mo, browser_of, stranger
):
    got = browser_of(ben).get(address)

    image = Image.open(BytesIO(got.content))
    assert (image.format, image.size, got["Content-Type"]) == ("WEBP", (640, 480), "image/webp")
    assert b"secret" not in got.content and got["Cache-Control"] == "private, no-store"
    assert 'alt="A marzipan field"' in page_of(talk, browser_of(ben))
    assert [browser_of(other).get(address).status_code for other in (chen, mo)] == [404, 404]
    assert stranger.get(address).url.startswith("/sign-in/")


def test_neither_the_disk_nor_the_database_holds_it_readable_and_a_change_of_keys_loses_nothing(
    picture, address, ben, browser_of
):
    before = browser_of(ben).get(address).content
    (file,) = files_kept()
    assert b"WEBP" not in file.read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM chat_attachment")
        kept = str(cursor.fetchall())
    assert "marzipan" not in kept and picture.key not in kept

    rotate(on_progress=lambda done, total: None, settle=0)

    assert browser_of(ben).get(address).content == before


def test_it_is_there_no_longer_than_its_message(
    picture, address, asha, ben, browser_of, django_capture_on_commit_callbacks
):
    message, now = picture.message, timezone.now()
    actions.take_down([message.pk], now=now)
    assert browser_of(ben).get(address).status_code == 404
    actions.put_back([message.pk])
    actions.remove_message(message, by=asha, now=now)
    assert [browser_of(one).get(address).status_code for one in (asha, ben)] == [404, 404]

    with django_capture_on_commit_callbacks(execute=True):
        actions.empty_removed_messages(
            now=now + installation.RETENTION["removed_messages"] + timedelta(days=1)
        )

    assert not Attachment.objects.exists() and files_kept() == []


@pytest.mark.parametrize("how", ["lifetime", "block"])
def test_what_ends_the_reading_ends_the_seeing(how, picture, address, talk, asha, ben, browser_of):
    if how == "block":
        block(asha, blocker=ben)
    else:
        Message.objects.update(created_at=timezone.now() - timedelta(days=2))
        browser_of(ben).post(f"/conversations/{talk.conversation.pk}/choices/", {"lifetime": "day"})

    assert browser_of(ben).get(address).status_code == 404
    assert browser_of(asha).get(address).status_code == 404


def test_a_picture_needs_a_description_and_the_words_stay(talk, asha, browser_of):
    address = f"/conversations/{talk.conversation.pk}/messages/"
    undescribed = browser_of(asha).post(address, with_picture(body="Look here", picture_description=""))
    unreadable = browser_of(asha).post(
        address, with_picture(body="Look here", picture=SimpleUploadedFile("a.jpg", b"<html>"))
    )
    nothing = browser_of(asha).post(address, {"body": " "})

    assert "what the picture shows" in undescribed.content.decode()
    for answer in (undescribed, unreadable):
        assert answer.status_code == 422 and "Look here" in answer.content.decode()
    assert "A marzipan field" in unreadable.content.decode()
    assert nothing.status_code == 422
    assert not Attachment.objects.exists() and files_kept() == []


def test_sent_twice_with_the_same_mark_it_is_one(talk, asha, browser_of):
    nonce = "0" * 32
    for _ in range(2):
        browser_of(asha).post(f"/conversations/{talk.conversation.pk}/messages/", with_picture(nonce=nonce))

    assert Attachment.objects.count() == 1


def test_what_waits_under_a_cover_waits_with_its_picture(talk, ben, asha, browser_of):
    browser_of(asha).post(f"/conversations/{talk.conversation.pk}/messages/", with_picture(notes=["loss"]))

    page = page_of(talk, browser_of(ben))

    assert page.index('class="cover"') < page.index('class="covered"') < page.index('alt="A marzipan field"')


def test_a_message_of_nothing_but_a_picture_can_be_quoted_reported_and_changed(
    picture, talk, asha, ben, browser_of
):
    number, address = picture.message_id, f"/conversations/{talk.conversation.pk}/"
    browser_of(ben).post(f"{address}messages/", {"body": "Where is that?", "answers": number})

    assert "<p>A marzipan field</p></blockquote>" in page_of(talk, browser_of(ben))
    assert "A marzipan field" in browser_of(ben).get(f"{address}report/").content.decode()
    assert browser_of(asha).post(f"/messages/{number}/edit/", {"body": ""}).status_code == 302


def test_staff_see_a_reported_picture_veiled_and_it_outlives_the_message(
    picture, address, talk, asha, ben, mo, browser_of, django_capture_on_commit_callbacks
):
    theirs = queries.get_standing(talk.conversation.pk, viewer=ben)
    excerpt = actions.make_excerpt(theirs, [picture.message_id], by=ben, now=timezone.now())
    copy = ExcerptFile.objects.get()
    shown = f"/conversations/shown/{copy.pk}/"
    assert browser_of(mo).get(shown).status_code == 404
    case = report(
        find("chat.excerpt", str(excerpt.pk), viewer=ben),
        by=ben,
        reason="picture",
        words="",
        now=timezone.now(),
    ).case
    with django_capture_on_commit_callbacks(execute=True):
        Message.objects.all().delete()

    page = browser_of(mo).get(f"/desk/{case.pk}/")

    assert page.content.decode().index('class="veiled"') < page.content.decode().index(shown)
    assert browser_of(mo).get(shown).content[8:12] == b"WEBP"
    assert [browser_of(one).get(shown).status_code for one in (asha, ben)] == [404, 404]
    with django_capture_on_commit_callbacks(execute=True):
        actions.say_farewell(asha)
    assert not ExcerptFile.objects.exists() and list((installation.MEDIA_ROOT / "shown").iterdir()) == []


@pytest.fixture
def room(space, mo):
    return actions.open_room(f"space:{space.pk}", by=mo, now=timezone.now(), name="Kitchen table")


def test_in_a_room_a_picture_is_for_all_who_may_enter_and_goes_when_it_is_taken_down(
    room, asha, ben, mo, browser_of, stranger
):
    address = f"/conversations/{room.pk}/"
    sent = browser_of(asha).post(f"{address}messages/", with_picture(body="Look"))
    kept = Attachment.objects.get()
    shown, page = f"/conversations/files/{kept.pk}/", browser_of(ben).get(address).content.decode()

    assert sent.status_code == 302 and f'src="{shown}"' in page and 'alt="A marzipan field"' in page
    assert browser_of(ben).get(shown).content[8:12] == b"WEBP"
    assert stranger.get(shown).url.startswith("/sign-in/")
    browser_of(mo).post(
        f"/messages/{kept.message_id}/take-down/", {"concern": "picture", "statement": "It hurts somebody."}
    )
    assert browser_of(ben).get(shown).status_code == 404
    assert shown not in browser_of(ben).get(address).content.decode()
    block(ben, blocker=asha)
    actions.put_back([kept.message_id])
    assert browser_of(ben).get(shown).status_code == 404


def test_what_a_picture_is_said_to_show_is_sorted_like_words_and_held_with_its_file(
    room, asha, ben, mo, browser_of
):
    described = "A note that says: text me your phone number, and send me money please."
    browser_of(asha).post(f"/conversations/{room.pk}/messages/", with_picture(picture_description=described))
    kept, case = Attachment.objects.get(), Case.objects.get()
    shown = f"/conversations/files/{kept.pk}/"
    desk = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()

    assert kept.message.held_at and browser_of(ben).get(shown).status_code == 404
    assert desk.index('class="veiled"') < desk.index(shown) and described in desk
    assert browser_of(mo).get(shown).content[8:12] == b"WEBP"
    assert browser_of(ben).get(f"/conversations/{room.pk}/").content.decode().count(shown) == 0


def test_a_room_can_keep_to_words_and_what_was_there_before_stays(room, asha, ben, mo, browser_of):
    address = f"/conversations/{room.pk}/"
    browser_of(asha).post(f"{address}messages/", with_picture())
    facts = {"name": "Kitchen table", "slow_seconds": "0", "lifetime": "day", "days": ["0"]}
    browser_of(mo).post(f"/rooms/{room.pk}/settings/", facts)
    page = browser_of(ben).get(address).content.decode()
    refused = browser_of(ben).post(f"{address}messages/", with_picture(body="Look here"))

    assert 'alt="A marzipan field"' in page and 'name="picture"' not in page
    assert refused.status_code == 422 and "Look here" in refused.content.decode()
    assert "not taken here" in refused.content.decode()
    assert Attachment.objects.count() == 1


@pytest.fixture
def voice(talk, asha):
    """A voice note that was encoded already."""
    mine = queries.get_standing(talk.conversation.pk, viewer=asha)
    note = actions.NewAttachment.voice(EncodedRecording(b"0123456789", seconds=63))
    actions.send_message(mine, author=asha, body="", attachments=[note], now=timezone.now())
    return Attachment.objects.get()


def test_a_voice_note_says_how_long_it_is_and_is_fetched_when_it_is_played(voice, talk, ben, browser_of):
    browser, address = browser_of(ben), f"/conversations/files/{voice.pk}/"

    page = page_of(talk, browser)
    whole, part = browser.get(address), browser.get(address, headers={"Range": "bytes=2-4"})
    last, beyond = (
        browser.get(address, headers={"Range": "bytes=-3"}),
        browser.get(address, headers={"Range": "bytes=10-"}),
    )

    assert "A voice note, 1 minute 3 seconds" in page and 'preload="none"' in page
    assert (whole.status_code, whole.content, whole["Content-Type"]) == (200, b"0123456789", "audio/webm")
    assert (part.status_code, part.content, part["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    assert (last.content, beyond.status_code) == (b"789", 416)


def test_only_a_page_one_writes_on_may_ask_for_the_microphone(talk, asha, browser_of, monkeypatch):
    browser, address = browser_of(asha), f"/conversations/{talk.conversation.pk}/"
    monkeypatch.setattr(recordings, "find_ffmpeg", lambda: "/usr/bin/ffmpeg")
    page, elsewhere = browser.get(address), browser.get("/conversations/")
    monkeypatch.setattr(recordings, "find_ffmpeg", lambda: None)
    without = browser.get(address)
    refused = browser.post(
        f"{address}messages/", {"body": "Still here", "voice": SimpleUploadedFile("v", b"OggS")}
    )

    assert "microphone=(self)" in page["Permissions-Policy"] and 'name="voice"' in page.content.decode()
    assert "media-src 'self' blob:" in page["Content-Security-Policy"]
    assert "microphone=()" in elsewhere["Permissions-Policy"]
    assert "media-src" not in elsewhere["Content-Security-Policy"]
    assert "microphone=()" in without["Permissions-Policy"] and 'name="voice"' not in without.content.decode()
    assert without["Content-Security-Policy"].endswith("media-src 'self'")
    assert refused.status_code == 422 and "Still here" in refused.content.decode()


@pytest.mark.parametrize(("where", "level"), [("/usr/bin/ffmpeg", "fine"), (None, "look")])
def test_the_doctor_says_what_to_install(where, level, monkeypatch):
    monkeypatch.setattr(recordings, "find_ffmpeg", lambda: where)
    (finding,) = voice_notes(None)

    assert finding.level == level
    assert where or "ffmpeg" in finding.to_do
