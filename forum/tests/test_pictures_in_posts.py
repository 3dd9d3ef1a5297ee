"""Pictures: nothing but pixels is kept, only readers of the post get them, and they wait for a tap."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from forum.actions import remove_post
from forum.models import Picture, Post
from people.models import Member


def _photo(kind="JPEG"):
    exif = Image.Exif()
    exif[0x010E] = "taken in the secret garden"
    file = BytesIO()
    Image.new("RGB", (640, 480), "seagreen").save(file, kind, exif=exif)
    return SimpleUploadedFile("IMG_secret_garden.jpg", file.getvalue(), content_type="image/jpeg")


@pytest.fixture
def picture(thread, ben, browser_of, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    form = {"body": "Look", "picture": _photo(), "picture_description": "A green field"}
    browser_of(ben).post(f"/threads/{thread.pk}/replies/", form)
    return Picture.objects.get()


def test_it_is_kept_without_what_the_camera_knew(picture, ben, browser_of):
    content = b"".join(browser_of(ben).get(f"/pictures/{picture.pk}/").streaming_content)

    image = Image.open(BytesIO(content))
    assert (image.format, image.size) == ("WEBP", (640, 480))
    assert b"secret" not in content and not image.getexif()
    assert "secret" not in picture.file_name


def test_it_is_described_and_waits_for_a_tap(picture, thread, chen, browser_of):
    page = browser_of(chen).get(f"/threads/{thread.pk}/").content.decode()

    assert '<details class="picture">' in page and 'alt="A green field"' in page


def test_a_browser_that_saves_data_waits_for_a_tap_whatever_was_chosen(picture, thread, chen, browser_of):
    Member.objects.filter(pk=chen.pk).update(pictures_on_tap=False)

    page = browser_of(chen).get(f"/threads/{thread.pk}/", headers={"Save-Data": "on"}).content.decode()

    assert '<details class="picture">' in page and "<details open" not in page


def test_who_chose_so_sees_it_at_once(picture, thread, chen, browser_of):
    Member.objects.filter(pk=chen.pk).update(pictures_on_tap=False)

    assert '<details open class="picture">' in browser_of(chen).get(f"/threads/{thread.pk}/").content.decode()


def test_a_stranger_gets_no_picture_of_a_members_space(picture, stranger):
    assert stranger.get(f"/pictures/{picture.pk}/").url.startswith("/sign-in/")


def test_no_browser_keeps_what_only_members_may_see(picture, chen, browser_of):
    answer = browser_of(chen).get(f"/pictures/{picture.pk}/")

    assert answer.headers["Cache-Control"] == "private, no-store"


def test_it_goes_with_its_post(picture, ben, chen, browser_of):
    remove_post(picture.post, by=ben, now=timezone.now())

    assert browser_of(chen).get(f"/pictures/{picture.pk}/").status_code == 404


def test_a_picture_needs_a_description_and_the_words_stay(thread, ben, browser_of):
    page = browser_of(ben).post(f"/threads/{thread.pk}/replies/", {"body": "Look here", "picture": _photo()})

    assert page.status_code == 422
    assert "Look here" in page.content.decode() and "what the picture shows" in page.content.decode()
    assert not Post.objects.filter(is_opening=False).exists()


def test_what_is_no_picture_is_refused_and_the_words_stay(thread, ben, browser_of):
    form = {"body": "Look here", "picture": SimpleUploadedFile("a.jpg", b"<html>not a picture"),
            "picture_description": "x"}  # fmt: skip

    page = browser_of(ben).post(f"/threads/{thread.pk}/replies/", form)

    assert page.status_code == 422 and "Look here" in page.content.decode()
    assert not Picture.objects.exists()
