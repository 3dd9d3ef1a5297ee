"""Members' pages: each part for its audience, and nothing about the blocked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from markupsafe import Markup

from people import actions, profile_parts, queries
from tests.pages import words_of

AUDIENCES = {
    f"{name}_audience": "members"
    for name in ("pronouns", "about", "languages", "time_zone", "interests", "lived_experience")
}


def test_each_part_is_shown_to_its_audience(asha, ben):
    actions.save_profile(
        asha,
        pronouns="she/her",
        pronouns_audience="everyone",
        about="I like tea",
        about_audience="members",
        lived_experience="burnout",
    )

    def seen(viewer):
        return {line.field for line in queries.profile_of(asha, viewer=viewer, now=timezone.now())}

    assert seen(None) == {"pronouns"}
    assert seen(ben) == {"pronouns", "about"}
    assert seen(asha) == {"pronouns", "about", "lived_experience"}


def test_lived_experience_starts_as_only_me(asha):
    assert asha.lived_experience_audience == "nobody"


def test_a_profile_is_edited_with_an_audience_beside_each_part(asha, browser_of):
    browser = browser_of(asha)
    form = {
        **AUDIENCES,
        "about": "Tea.\nAnd rain.",
        "languages": "English, Hindi, ",
        "time_zone": "Asia/Kolkata",
    }

    assert browser.get("/account/profile/").content.decode().count("Who can see this") == 6
    response = browser.post("/account/profile/", form)

    asha.refresh_from_db()
    assert response.status_code == 302
    assert (asha.about, asha.languages, asha.time_zone) == (
        "Tea.\nAnd rain.",
        ["English", "Hindi"],
        "Asia/Kolkata",
    )


def test_the_time_is_shown_and_the_place_is_not(asha, ben, browser_of):
    actions.save_profile(asha, time_zone="Asia/Kolkata", time_zone_audience="members")

    page = browser_of(ben).get("/members/Asha/").content.decode()

    assert "Time there now" in page
    assert "Kolkata" not in page


@pytest.mark.parametrize(
    "field",
    ["pronouns", "about", "languages", "time_zone", "interests", "lived_experience", "about_audience"],
)
@pytest.mark.parametrize(
    "junk",
    ["\x00", "x" * 1_000_000, "a" + "\u0301" * 100_000, "\u202ex", "<script>alert(1)</script>", "\u200b"],
)
def test_junk_in_a_profile_is_cleaned_or_said_and_never_breaks_it(field, junk, asha, browser_of):
    browser = browser_of(asha)

    response = browser.post("/account/profile/", {**AUDIENCES, field: junk})

    assert response.status_code in {302, 422}
    assert "<script>alert" not in browser.get("/members/Asha/").content.decode()


def test_too_long_a_profile_keeps_its_words_in_the_form(asha, browser_of):
    response = browser_of(asha).post("/account/profile/", {**AUDIENCES, "about": "long words " * 100})

    assert response.status_code == 422
    assert "long words long words" in response.content.decode()


def test_the_blocked_and_the_missing_look_the_same(asha, dana, dana_is_blocked, browser_of):
    for member, name in ((dana, "Asha"), (asha, "Dana")):
        blocked = browser_of(member).get(f"/members/{name}/")
        missing = browser_of(member).get("/members/Nobody/")
        assert blocked.status_code == missing.status_code == 404
        assert words_of(blocked).replace(name, "") == words_of(missing).replace("Nobody", "")


def test_the_blocked_and_the_missing_cost_the_same(
    asha, dana, dana_is_blocked, browser_of, django_assert_num_queries
):
    browser = browser_of(dana)
    browser.get("/members/Nobody-Here/")
    with CaptureQueriesContext(connection) as missing:
        browser.get("/members/Nobody-Here/")

    with django_assert_num_queries(len(missing)):
        assert browser.get("/members/Asha/").status_code == 404


def test_strangers_are_asked_to_sign_in_whether_or_not_a_name_exists(asha, stranger):
    there = stranger.get("/members/Asha/")
    not_there = stranger.get("/members/Nobody/")

    assert there.status_code == not_there.status_code == 302
    assert there.headers["Location"] == "/sign-in/?next=%2Fmembers%2FAsha%2F"


def test_strangers_see_what_a_member_shows_to_anyone(asha, stranger):
    actions.save_profile(asha, about="I like tea", about_audience="everyone", pronouns="she/her")

    page = stranger.get("/members/Asha/").content.decode()

    assert "I like tea" in page
    assert "she/her" not in page
    assert "Block" not in page


def test_blocking_asks_once_and_says_what_it_does(asha, dana, browser_of):
    browser = browser_of(asha)

    asked = browser.get("/members/Dana/block/").content.decode()
    done = browser.post("/members/Dana/block/", follow=False)

    assert "They are not told" in asked
    assert 'href="/report/people.member/Dana/"' in asked  # afterwards there is no way to show it
    assert done.status_code == 302
    assert browser.get("/members/Dana/").status_code == 404
    page = browser.get("/account/").content.decode().replace("&#39;", "'")
    assert "You won't see each other here any more. They are not told." in page


def test_pressing_block_twice_ends_at_the_same_place(asha, dana, browser_of):
    presses = [browser_of(asha).post("/members/Dana/block/") for _ in range(2)]

    assert [(press.status_code, press.url) for press in presses] == [(302, "/")] * 2
    assert browser_of(dana).post("/members/Asha/block/").status_code == 404


def test_a_muted_member_still_has_a_page_with_a_way_back(asha, ben, browser_of):
    browser = browser_of(asha)
    browser.post("/members/Ben/mute/")

    assert "Show me their posts again" in browser.get("/members/Ben/").content.decode()
    browser.post("/members/Ben/mute/", {"undo": "1"})

    assert queries.get_viewer(asha.account_id).member.hidden_ids == frozenset()


@pytest.mark.parametrize("path", ["/members/Asha/block/", "/members/Asha/mute/", "/members/Nobody/block/"])
def test_there_is_nothing_to_block_in_oneself_or_nobody(path, asha, browser_of):
    assert browser_of(asha).post(path).status_code == 404


def test_features_add_their_part_to_a_page(asha, ben, browser_of, monkeypatch):
    monkeypatch.setattr(profile_parts, "_parts", [])
    profile_parts.register(lambda member, viewer, request: Markup("<p>{} posts</p>").format(member.name))

    assert "<p>Asha posts</p>" in browser_of(ben).get("/members/Asha/").content.decode()


def test_another_picture_can_be_drawn(asha, browser_of):
    before = asha.avatar_seed

    browser_of(asha).post("/account/avatar/")

    asha.refresh_from_db()
    assert asha.avatar_seed != before
