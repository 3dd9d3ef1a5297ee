"""Spaces: who knows of them, who reads, who is let in, and how the operator arranges them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forum import queries
from forum.actions import (
    admit,
    appoint_moderator,
    archive_space,
    ask_to_enter,
    create_space,
    edit_space,
    turn_away,
)
from forum.models import Space, SpaceMembership
from forum.permissions import can_moderate, can_read
from live.models import OutboxEvent


def test_a_stranger_knows_only_of_open_spaces(anxiety, grief, door, stranger):
    page = stranger.get("/spaces/").content.decode()

    assert "Anxiety" in page and "Grief" not in page and "Behind a door" not in page


def test_a_stranger_reads_an_open_space_and_is_asked_to_sign_in_for_others(
    start, anxiety, grief, asha, stranger
):
    open_thread, closed_thread = start(asha, space=anxiety), start(asha)

    assert stranger.get(f"/threads/{open_thread.pk}/").status_code == 200
    for address in (f"/threads/{closed_thread.pk}/", "/threads/98765/", "/spaces/grief/", "/spaces/nowhere/"):
        assert stranger.get(address).url.startswith("/sign-in/?next=")


def test_a_by_request_space_shows_its_door(start, door, olu, ben, browser_of):
    appoint_moderator(door, member=olu, by=olu, now=timezone.now())
    inside = start(olu, space=door, title="Inside only")
    browser = browser_of(ben)

    assert "Ask to be let in" in browser.get("/spaces/door/").content.decode()
    assert "Inside only" not in browser.get("/spaces/door/").content.decode()
    assert browser.get(f"/threads/{inside.pk}/").status_code == 404


def test_somebody_who_asked_is_let_in(door, mo, ben, browser_of):
    browser_of(ben).post("/spaces/door/ask/")
    page = browser_of(mo).get("/spaces/door/requests/").content.decode()

    browser_of(mo).post("/spaces/door/requests/", {"name": "Ben", "admit": "yes"})

    assert "Ben" in page
    assert can_read(ben, door)
    assert "Start a thread" in browser_of(ben).get("/spaces/door/").content.decode()


def test_only_moderators_answer_at_the_door(door, ben, chen, browser_of):
    ask_to_enter(door, member=ben)
    membership = SpaceMembership.objects.get()

    with pytest.raises(PermissionDenied):
        admit(membership, by=chen, now=timezone.now())
    assert browser_of(chen).get("/spaces/door/requests/").status_code == 404


def test_somebody_turned_away_reads_nothing(start, door, mo, olu, ben):
    ask_to_enter(door, member=ben)
    admit(SpaceMembership.objects.get(), by=mo, now=timezone.now())

    turn_away(SpaceMembership.objects.get(), by=mo, now=timezone.now())

    assert not can_read(ben, door)


def test_a_moderator_of_one_space_moderates_no_other(grief, anxiety, ben, olu):
    appoint_moderator(grief, member=ben, by=olu, now=timezone.now())

    assert can_moderate(ben, grief) and not can_moderate(ben, anxiety)


def test_only_the_operator_arranges_spaces(grief, mo, olu):
    with pytest.raises(PermissionDenied):
        create_space(by=mo, slug="x", name="X", purpose="", agreement="", access="open", now=timezone.now())
    with pytest.raises(PermissionDenied):
        archive_space(grief, by=mo, now=timezone.now())

    space = create_space(
        by=olu,
        slug="low-mood",
        name="Low mood",
        purpose="P",
        agreement="",
        access="members",
        now=timezone.now(),
    )

    assert queries.get_space("low-mood", viewer=mo) == space


def test_the_operator_opens_edits_archives_and_reopens_a_space(olu, browser_of):
    browser = browser_of(olu)
    form = {"name": "Grief", "slug": "grief", "purpose": "For loss.", "access": "members", "position": "5"}

    browser.post("/operator/spaces/new/", form)
    browser.post("/operator/spaces/grief/", form | {"purpose": "For anyone who lost someone."})
    assert Space.objects.get().purpose == "For anyone who lost someone."

    browser.post("/operator/spaces/grief/", {"archive": "yes"})
    assert browser.get("/spaces/grief/").status_code == 404
    browser.post("/operator/spaces/grief/", {"reopen": "yes"})
    assert browser.get("/spaces/grief/").status_code == 200


def test_two_spaces_cannot_have_one_address(grief, olu, browser_of):
    page = browser_of(olu).post(
        "/operator/spaces/new/",
        {"name": "Other", "slug": "grief", "purpose": "P", "access": "open", "position": "1"},
    )

    assert page.status_code == 422 and "Another space has this address already." in page.content.decode()


def test_who_listens_in_a_space_is_asked_again_when_its_door_changes(start, grief, olu, asha):
    thread = start(asha)
    words = {"name": "Grief", "purpose": "For loss.", "agreement": "", "position": 2}
    asked_again = OutboxEvent.objects.filter(
        kind="live.access_changed", channels__contains=f" space:{grief.pk} "
    )

    edit_space(grief, by=olu, access="members", now=timezone.now(), **words)
    assert not asked_again.exists()

    edit_space(grief, by=olu, access="request", now=timezone.now(), **words)
    assert f" thread:{thread.pk} " in asked_again.get().channels


def test_threads_of_an_archived_space_are_out_of_every_list(start, grief, olu, asha, ben, browser_of):
    thread = start(asha, title="Under the dust")
    archive_space(grief, by=olu, now=timezone.now())
    browser = browser_of(ben)

    assert browser.get(f"/threads/{thread.pk}/").status_code == 404
    assert "Under the dust" not in browser.get("/").content.decode()
    assert "Under the dust" not in browser.get("/search/?q=dust").content.decode()


def test_a_space_with_news_is_marked_until_it_is_looked_at(start, grief, asha, ben, browser_of):
    start(asha)
    browser = browser_of(ben)

    assert queries.spaces_with_news(ben) == {grief.pk}
    browser.get("/spaces/grief/")
    assert queries.spaces_with_news(ben) == frozenset()


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/spaces/door/requests/", "name"),
        ("/operator/spaces/door/", "moderator"),
        ("/operator/spaces/door/", "dismiss"),
    ],
)
def test_a_name_nobody_can_have_is_nobodys(address, field, door, olu, browser_of):
    assert browser_of(olu).post(address, {field: "a\0b"}).status_code == 404
