"""The account page: appearance, name, passphrase, browsers, topics, distances."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from live.models import OutboxEvent
from people import actions, queries
from people.models import Account, Device, Member, Topic
from people.names import NameProblem
from people.signals import name_changed
from tests.cast import PASSPHRASE


@pytest.fixture
def browser(asha, browser_of):
    return browser_of(asha)


def test_a_remembered_member_costs_no_query(asha, browser, django_assert_num_queries):
    cache.clear()
    queries.get_viewer(asha.account_id)

    with django_assert_num_queries(0):
        viewer = queries.get_viewer(asha.account_id)
        _ = viewer.member.hidden_ids, viewer.member.topic_choices, viewer.member.role

    assert viewer.member == asha


def test_appearance_is_remembered_and_drawn(browser, asha):
    response = browser.post(
        "/account/appearance/", {"appearance": "dark", "text_size": "large", "language": "en"}
    )

    page = browser.get("/account/").content.decode()
    assert response.status_code == 302
    assert 'data-appearance="dark"' in page
    assert 'data-text-size="large"' in page


def test_an_unknown_appearance_is_refused(browser):
    response = browser.post(
        "/account/appearance/", {"appearance": "neon", "text_size": "huge", "language": "xx"}
    )

    assert response.status_code == 422


def test_pictures_and_writing_can_be_chosen(browser, asha):
    browser.post("/account/preferences/", {"shows_writing": "on"})

    asha.refresh_from_db()
    assert (asha.pictures_on_tap, asha.shows_writing) == (False, True)


def test_topics_are_covered_until_chosen_otherwise(browser, asha):
    assert queries.get_viewer(asha.account_id).member.topic_choices == {}

    browser.post(
        "/account/topics/", {"topic-loss": "open", "topic-eating": "leave_out", "topic-abuse": "covered"}
    )

    member = queries.get_viewer(asha.account_id).member
    assert member.open_topics == {"loss"}
    assert member.left_out_topics == ["eating"]


def test_a_topic_can_be_covered_again(browser, asha):
    actions.choose_topic(asha, topic=Topic.objects.get(slug="loss"), choice="open")

    browser.post("/account/topics/", {"topic-loss": "covered"})

    assert queries.get_viewer(asha.account_id).member.topic_choices == {}


def test_a_new_name_is_shown_at_once_and_signs_in(browser, asha, stranger):
    heard = []

    def listen(member, old_name, **more):
        heard.append((old_name, member.name))

    name_changed.connect(listen)

    response = browser.post("/account/name/", {"name": "Cedar Lantern"})

    name_changed.disconnect(listen)
    assert response.status_code == 302
    assert "Cedar Lantern" in browser.get("/account/").content.decode()
    assert stranger.post("/sign-in/", {"name": "cedar lantern", "passphrase": PASSPHRASE}).status_code == 302
    assert heard == [("Asha", "Cedar Lantern")]


def test_a_name_given_up_stays_with_the_one_who_had_it(asha, ben):
    actions.change_name(asha, name="Cedar Lantern", now=timezone.now())

    with pytest.raises(NameProblem):
        actions.change_name(ben, name="Asha", now=timezone.now())
    with pytest.raises(NameProblem):
        actions.sign_up(name="АSHA".lower().replace("а", "a"), passphrase=PASSPHRASE, now=timezone.now())
    actions.change_name(asha, name="Asha", now=timezone.now())
    assert Member.objects.get(pk=asha.pk).name == "Asha"


def test_nobody_changes_names_all_the_time(asha):
    now = timezone.now()
    for name in ("Cedar Lantern", "Plum Kettle", "Jade Canvas"):
        actions.change_name(asha, name=name, now=now)

    with pytest.raises(NameProblem):
        actions.change_name(asha, name="Linen Jetty", now=now)
    actions.change_name(asha, name="Linen Jetty", now=now + timedelta(days=31))


def test_spelling_ones_own_name_differently_is_always_possible(asha):
    for name in ("ASHA", "asha", "A-sha", "Asha"):
        actions.change_name(asha, name=name, now=timezone.now())

    assert Member.objects.get(pk=asha.pk).name == "Asha"


@pytest.mark.parametrize("name", ["", "Ben", "Вen", "Moderator", "\x00", "x" * 1_000_000, "<b>"])
def test_a_name_that_cannot_be_taken_stays_in_the_form(name, browser, ben):
    response = browser.post("/account/name/", {"name": name})

    assert response.status_code == 422


def test_a_new_passphrase_signs_out_every_other_browser(browser, asha, browser_of):
    other = browser_of(asha)

    response = browser.post(
        "/account/passphrase/", {"current_passphrase": PASSPHRASE, "new_passphrase": "another long one"}
    )

    assert response.status_code == 302
    assert browser.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert check_password("another long one", Account.objects.get().password)


def test_changing_the_passphrase_takes_the_old_one(browser):
    response = browser.post(
        "/account/passphrase/", {"current_passphrase": "not this one", "new_passphrase": "another long one"}
    )

    assert response.status_code == 422
    assert "not your passphrase" in response.content.decode()


def test_guessing_the_old_passphrase_is_locked_out_too(browser):
    for _ in range(5):
        browser.post(
            "/account/passphrase/", {"current_passphrase": "no no no", "new_passphrase": "another long one"}
        )

    response = browser.post(
        "/account/passphrase/", {"current_passphrase": PASSPHRASE, "new_passphrase": "another long one"}
    )

    assert "wait five minutes" in response.content.decode()


def test_browsers_are_listed_in_plain_words(asha):
    browser = Client(
        headers={"user-agent": "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0"}
    )
    browser.post("/sign-in/", {"name": "Asha", "passphrase": PASSPHRASE})

    page = browser.get("/account/").content.decode()

    assert "Firefox on Android" in page
    assert "this browser" in page


def test_another_browser_can_be_signed_out(browser, asha, browser_of):
    other = browser_of(asha)
    device = Device.objects.latest("pk")

    browser.post(f"/account/devices/{device.pk}/sign-out/")

    assert other.get("/account/").status_code == 302
    assert browser.get("/account/").status_code == 200


def test_nobody_signs_out_somebody_elses_browser(browser, ben, browser_of):
    theirs = browser_of(ben)
    device = Device.objects.get(account=ben.account_id)

    browser.post(f"/account/devices/{device.pk}/sign-out/")

    assert theirs.get("/account/").status_code == 200


def test_signing_out_everywhere_ends_every_session_and_stream(browser, asha, browser_of):
    other = browser_of(asha)
    OutboxEvent.objects.all().delete()

    browser.post("/account/sign-out-everywhere/")

    assert browser.get("/account/").status_code == other.get("/account/").status_code == 302
    assert OutboxEvent.objects.get().kind == "live.access_changed"


def test_a_session_is_over_when_the_passphrase_changed_elsewhere(browser, asha):
    browser.get("/account/")
    account = Account.objects.get(pk=asha.account_id)
    account.set_password("another long one")
    account.save()
    queries.forget_viewer(asha)

    assert browser.get("/account/").status_code == 302


def test_a_session_survives_a_new_secret_key(browser, settings):
    browser.get("/account/")
    cache.delete("viewer:" + browser.session["_auth_user_id"])
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    assert browser.get("/account/").status_code == 200


def test_a_closed_account_is_signed_out_and_gone(browser, asha, ben):
    actions.ask_to_close(asha, choice="erase", at_once=False, now=timezone.now())

    assert browser.get("/account/").status_code == 302
    assert queries.members_by_ids([asha.pk], viewer=ben) == {}


def test_blocks_and_mutes_can_be_undone(browser, asha, ben, dana):
    actions.block(dana, blocker=asha)
    actions.mute(ben, muter=asha)
    page = browser.get("/account/").content.decode()
    assert "Dana" in page and "Ben" in page

    browser.post("/account/distances/undo/", {"member": dana.pk, "undo": "block"})
    browser.post("/account/distances/undo/", {"member": ben.pk, "undo": "mute"})

    assert queries.get_viewer(asha.account_id).member.hidden_ids == frozenset()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 400, "\x00", "²"])
def test_undoing_for_nobody_is_answered_kindly(number, browser):
    assert browser.post("/account/distances/undo/", {"member": number, "undo": "block"}).status_code in {
        302,
        404,
    }


def test_sessions_that_ran_out_leave_the_list(browser, asha):
    today = timezone.now().date()
    Device.objects.update(seen_date=today - timedelta(days=40))
    assert queries.list_devices(asha, today=today) == []

    actions.forget_old_devices(today=today)

    assert not Device.objects.exists()


def test_an_operator_on_a_phone_finds_the_pages_for_running_the_place(olu, browser, browser_of):
    assert 'href="/operator/topics/"' in browser_of(olu).get("/account/").content.decode()
    assert "/operator/" not in browser.get("/account/").content.decode()
