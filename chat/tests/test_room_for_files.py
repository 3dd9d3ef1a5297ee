"""Each member has so much room for files; where it is taken up they are told, and lose nothing they typed."""

import pytest
from django.utils import timezone

from chat import actions
from chat.models import Attachment, Message
from chat.queries import get_standing
from chat.tests.test_attachments import with_picture
from config.room_for_files import files_per_member
from forum.models import Picture, Post
from people.queries import size_of_files
from tests.pages import words_of


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_when_it_is_taken_up_the_words_stay_and_what_is_taken_back_makes_room(
    talk, asha, ben, browser_of, settings
):
    browser, address = browser_of(asha), f"/conversations/{talk.conversation.pk}/messages/"
    browser.post(address, with_picture())
    first = Attachment.objects.get()
    assert size_of_files(asha) == first.size == len(first.read_file())
    settings.FILES_PER_MEMBER = first.size + 10

    page = browser.post(address, with_picture(body="Look here"))
    piece = browser.post(address, with_picture(body="Look here"), headers={"HX-Request": "true"})
    assert page.status_code == piece.status_code == 409
    assert "Look here" in page.content.decode() and "There is no room left" in page.content.decode()
    assert piece.content.decode().startswith("There is no room left")
    assert Message.objects.filter(author=asha).count() == 2  # the request, and the first picture
    assert browser.post(address, {"body": "Words alone"}).status_code == 302
    assert browser_of(ben).post(address, with_picture()).status_code == 302

    actions.remove_message(first.message, by=asha, now=timezone.now())
    actions.empty_removed_messages(now=timezone.now() + settings.RETENTION["removed_messages"] * 2)
    assert browser.post(address, with_picture(body="Look here")).status_code == 302


def test_pictures_in_threads_take_up_the_same_room(space, met, asha, ben, browser_of, settings):
    thread, browser = met(asha, ben), browser_of(asha)
    reply = {"body": "Look here", "picture": with_picture()["picture"], "picture_description": "A field"}
    browser.post(f"/threads/{thread.pk}/replies/", reply)
    kept = Picture.objects.get()
    settings.FILES_PER_MEMBER = kept.size

    again = reply | {"body": "And here", "picture": with_picture()["picture"]}
    refused = browser.post(f"/threads/{thread.pk}/replies/", again)
    new = {"title": "A field", "wants": "listen", **again, "picture": with_picture()["picture"]}
    no_thread = browser.post(f"/spaces/{space.slug}/new/", new)

    for answer in (refused, no_thread):
        assert answer.status_code == 409
        assert "And here" in answer.content.decode() and "There is no room left" in answer.content.decode()
    assert not Post.objects.filter(body="And here").exists()
    page = words_of(browser.get("/account/files/"))
    assert kept.post.get_absolute_url() in page and "A field" in page
    assert "A field" not in words_of(browser_of(ben).get("/account/files/"))


def test_what_was_taken_away_is_listed_without_a_way_to_it(space, met, talk, asha, ben, browser_of):
    from chat.actions import remove_message
    from forum.actions import remove_thread

    thread, browser = met(ben, asha), browser_of(asha)
    reply = {"body": "Look here", "picture": with_picture()["picture"], "picture_description": "A field"}
    browser.post(f"/threads/{thread.pk}/replies/", reply)
    browser.post(f"/conversations/{talk.conversation.pk}/messages/", with_picture(body="And here"))
    post, said = Picture.objects.get().post, Message.objects.get(author=asha, attachments__isnull=False)
    before = words_of(browser.get("/account/files/"))
    remove_thread(thread, by=ben, now=timezone.now())
    remove_message(said, by=asha, now=timezone.now())
    page = words_of(browser.get("/account/files/"))

    for address in (post.get_absolute_url(), f"/messages/{said.pk}/"):
        assert address in before
        assert address not in page
    assert "A field" in page


def test_files_in_a_group_one_has_left_are_listed_without_a_way_to_them(asha, ben, browser_of):
    now = timezone.now()
    group = actions.make_group(name="Early mornings", keeper=ben, now=now)
    actions.come_in(group, member=asha, now=now)
    browser = browser_of(asha)
    browser.post(f"/conversations/{group.pk}/messages/", with_picture(body="Look here"))
    address = f"/messages/{Attachment.objects.get().message_id}/"
    assert f'href="{address}"' in words_of(browser.get("/account/files/"))

    actions.leave_group(get_standing(group.pk, viewer=asha), with_words=False, now=now)

    page = words_of(browser.get("/account/files/"))
    assert browser.get(address).status_code == 404
    assert address not in page
    assert Attachment.objects.get().in_words in page


def test_the_operator_says_how_much():
    assert files_per_member({}) == 200 * 1024 * 1024
    assert files_per_member({"HEARTHSIDE_FILES_PER_MEMBER": "0"}) == 0
    with pytest.raises(SystemExit):
        files_per_member({"HEARTHSIDE_FILES_PER_MEMBER": "much"})
