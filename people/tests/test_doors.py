"""Joining, signing in and out, leaving, and the agreement."""

import pytest
from django.utils import timezone

from people import actions, queries
from people.models import Account, Closing, Device, Member
from tests.cast import PASSPHRASE
from tests.pages import words_of

JUNK = [
    "",
    "\x00",
    "a\x00b",
    "x" * 1_000_000,
    "a" + "\u0301" * 100_000,
    "\u202e\u2066override",
    "<script>alert(1)</script>",
    "\ufeff\u200b\u2060",
    "'\"><img src=x onerror=alert(1)>",
]


@pytest.fixture
def join_form(db):
    """Return what a visitor sends at the door, with some of it changed."""

    def form(**changes):
        given = {"name": "Cedar Lantern", "passphrase": PASSPHRASE, "old_enough": "on", "agree": "on"}
        given["agreement"] = str(queries.current_agreement().pk)
        return {**given, **changes}

    return form


def test_joining_asks_for_a_name_and_a_passphrase_and_signs_in(stranger, join_form):
    response = stranger.post("/join/", join_form())

    assert response.status_code == 302
    member = Member.objects.get()
    assert (member.name, member.role) == ("Cedar Lantern", "member")
    assert stranger.get("/account/").status_code == 200
    assert not queries.get_viewer(member.account_id).owes_agreement


def test_the_door_shows_names_the_age_and_the_agreement(stranger):
    page = stranger.get("/join/").content.decode()

    assert "18 or older" in page
    assert "Our agreement" in page
    assert page.count("data-takes-name") == 6
    assert "e-mail" in page
    assert 'type="email"' not in page


def test_a_suggested_name_is_taken_with_one_tap(stranger):
    page = stranger.get("/join/?name=Cedar+Lantern").content.decode()

    assert 'value="Cedar Lantern"' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"old_enough": ""}, "18 or older. Please confirm"),
        ({"agree": ""}, "Please read the agreement"),
        ({"passphrase": "short"}, "at least ten characters"),
        ({"passphrase": "1234567890"}, "people try when they guess"),
        ({"passphrase": "cedar-lantern"}, "something other than your name"),
        ({"name": "Moderator"}, "people who run this place"),
        ({"name": "Quiet Heron"}, "post anonymously"),
        ({"name": ""}, "Please choose a name"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(changes, words, stranger, join_form):
    response = stranger.post("/join/", join_form(**changes))

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert changes.get("name", "Cedar Lantern") in page
    assert PASSPHRASE not in page
    assert not Account.objects.exists()


@pytest.mark.parametrize("name", ["Asha", "АSHA", "a-s-h-a", "Àsha"])
def test_nobody_can_take_a_name_that_looks_like_somebodys(name, stranger, asha, join_form):
    response = stranger.post("/join/", join_form(name=name))

    assert response.status_code == 422
    assert Member.objects.count() == 1


def test_a_full_name_gets_a_hint_once_and_never_a_refusal(stranger, join_form):
    first = stranger.post("/join/", join_form(name="Asha Patel"))
    second = stranger.post("/join/", join_form(name="Asha Patel", name_anyway="Asha Patel"))

    assert "looks like a full name" in first.content.decode()
    assert "Use it anyway" in first.content.decode()
    assert second.status_code == 302
    assert Member.objects.get().name == "Asha Patel"


def test_an_e_mail_address_gets_the_hint_too(stranger, join_form):
    page = stranger.post("/join/", join_form(name="asha@example.org")).content.decode()

    assert "looks like an e-mail address" in page


def test_the_hint_while_typing_never_says_that_a_name_is_taken(stranger, asha):
    taken = stranger.get("/join/name/", {"name": "Asha"})
    free = stranger.get("/join/name/", {"name": "Bela"})

    assert taken.content == free.content


def test_nobody_joins_when_the_door_is_closed(stranger, olu, join_form):
    actions.describe_community(
        by=olu,
        name="Here",
        purpose="",
        minimum_age=18,
        leave_url="https://example.org",
        anyone_may_join=False,
    )

    stranger.post("/join/", join_form())

    assert Member.objects.count() == 1
    assert "closed for now" in stranger.get("/join/").content.decode()


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize(
    "field", ["name", "passphrase", "old_enough", "agree", "agreement", "name_anyway", "next"]
)
def test_junk_at_the_door_gets_a_clear_answer(field, junk, stranger, join_form):
    response = stranger.post("/join/", join_form(**{field: junk}))

    assert response.status_code in {302, 422}


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("field", ["name", "passphrase", "next", "kept"])
def test_junk_when_signing_in_gets_a_clear_answer(field, junk, stranger, asha):
    response = stranger.post("/sign-in/", {"name": "Asha", "passphrase": PASSPHRASE, field: junk})

    assert response.status_code in {302, 422}


@pytest.mark.parametrize(
    "path", ["/join/", "/sign-in/", "/members/%ED%A0%80/", "/members/%00/", "/join/?name=%ED%A0%80"]
)
def test_broken_letters_in_an_address_never_break_a_page(path, stranger):
    assert stranger.get(path).status_code < 500


@pytest.mark.parametrize("name", ["Asha", "asha", "АSHA", " a.s.h.a "])
def test_signing_in_takes_the_name_however_it_is_typed(name, stranger, asha):
    response = stranger.post("/sign-in/", {"name": name, "passphrase": PASSPHRASE, "next": "/account/"})

    assert response.headers["Location"] == "/account/"
    assert "Asha" in stranger.get("/account/").content.decode()


def test_a_passphrase_works_from_every_keyboard(stranger):
    from django.utils import timezone

    actions.sign_up(name="Zoe", passphrase="caf\u00e9 du matin", now=timezone.now())

    response = stranger.post("/sign-in/", {"name": "Zoe", "passphrase": "cafe\u0301 du matin"})

    assert response.status_code == 302


@pytest.mark.parametrize(
    "way",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/leave/",
        "/sign-out/",
        "x",
    ],
)
def test_signing_in_leads_only_to_our_own_pages(way, stranger, asha):
    response = stranger.post("/sign-in/", {"name": "Asha", "passphrase": PASSPHRASE, "next": way})

    assert response.headers["Location"] == "/"


def test_a_wrong_passphrase_and_a_missing_name_get_the_same_answer(stranger, asha):
    answers = [
        stranger.post("/sign-in/", {"name": name, "passphrase": "not this one"})
        for name in ("Asha", "Nobody Here")
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert words_of(answers[0]).replace("Asha", "") == words_of(answers[1]).replace("Nobody Here", "")
    assert "don't match" in answers[0].content.decode().replace("&#39;", "'")


def close_at_once(member):
    now = timezone.now()
    actions.ask_to_close(member, choice="erase", at_once=True, now=now)
    actions.carry_out(Closing.objects.get(account=member.account).pk, now=now)


def test_a_closed_account_gets_the_same_answer_too(stranger, asha):
    close_at_once(asha)

    closed = stranger.post("/sign-in/", {"name": "Asha", "passphrase": PASSPHRASE})
    missing = stranger.post("/sign-in/", {"name": "Nobody Here", "passphrase": PASSPHRASE})

    assert closed.status_code == missing.status_code == 422
    assert words_of(closed).replace("Asha", "") == words_of(missing).replace("Nobody Here", "")


def test_one_passphrase_is_hashed_whether_or_not_the_name_exists(stranger, asha, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, *given, **more: hashed.append(1) or encode(self, *given, **more),
    )
    counts = []
    for name in ("Asha", "Nobody Here"):
        hashed.clear()
        stranger.post("/sign-in/", {"name": name, "passphrase": "not this one"})
        counts.append(len(hashed))

    assert counts[0] == counts[1] == 1


@pytest.mark.parametrize("name", ["Asha", "Nobody Here"])
def test_after_several_failures_a_name_has_to_wait_whether_or_not_it_exists(name, stranger, asha):
    for _ in range(5):
        stranger.post("/sign-in/", {"name": name, "passphrase": "not this one"})

    page = stranger.post("/sign-in/", {"name": name.upper(), "passphrase": PASSPHRASE}).content.decode()

    assert "wait five minutes" in page


def test_behind_a_proxy_one_persons_failures_keep_nobody_else_out(stranger, asha, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(12):
        guess = {"name": f"Nobody {number}", "passphrase": "not this one"}
        stranger.post("/sign-in/", guess, headers={"x-forwarded-for": "192.0.2.7"})

    right = {"name": "Asha", "passphrase": PASSPHRASE}
    assert stranger.post("/sign-in/", right, headers={"x-forwarded-for": "192.0.2.7"}).status_code == 422
    assert stranger.post("/sign-in/", right, headers={"x-forwarded-for": "192.0.2.8"}).status_code == 302


def test_signing_out_asks_once_and_ends_the_session(asha, browser_of):
    browser = browser_of(asha)

    assert browser.get("/sign-out/").status_code == 200
    browser.post("/sign-out/")

    assert browser.get("/account/").status_code == 302
    assert not Device.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_leaving_ends_the_session_and_goes_to_the_neutral_page(method, asha, browser_of):
    browser = browser_of(asha)
    browser.handler.enforce_csrf_checks = True

    response = getattr(browser, method)("/leave/")

    assert response.status_code == 303
    assert response.headers["Location"] == "https://www.bbc.co.uk/weather"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Clear-Site-Data" not in response.headers
    assert "no-store" in response.headers["Cache-Control"]
    assert browser.get("/account/").status_code == 302


@pytest.mark.parametrize("way", ["/leave/", "/sign-out/"])
def test_nobody_who_comes_after_reads_what_was_said_last(way, asha, dana, browser_of):
    browser = browser_of(asha)
    browser.post("/members/Dana/block/")

    browser.post(way)

    assert not browser.cookies["messages"].value
    assert "any more" not in browser.get("/").content.decode()


def test_leaving_works_for_strangers(stranger):
    assert stranger.get("/leave/").status_code == 303


def test_a_changed_agreement_is_asked_again(asha, olu, browser_of):
    browser = browser_of(asha)
    assert browser.get("/account/").status_code == 200

    published = actions.publish_agreement(body="Be **kind**.", by=olu)

    asked = browser.get("/account/")
    assert asked.headers["Location"] == "/agreement/?next=%2Faccount%2F"
    assert "<strong>kind</strong>" in browser.get("/agreement/").content.decode()
    said_yes = browser.post("/agreement/", {"agree": "on", "agreement": published.pk, "next": "/account/"})
    assert said_yes.headers["Location"] == "/account/"
    assert browser.get("/account/").status_code == 200


def test_a_changed_agreement_has_every_open_stream_looked_at_again_at_once(asha, ben, olu):
    from live.models import OutboxEvent

    actions.publish_agreement(body="Be kind.", by=olu)

    told = OutboxEvent.objects.filter(kind="live.access_changed").latest("pk")
    assert {f"member:{member.pk}" for member in (asha, ben, olu)} <= set(told.channels.split())
    assert told.data == {}


def test_saying_yes_to_an_older_agreement_is_not_enough(asha, olu, browser_of):
    browser = browser_of(asha)
    old = queries.current_agreement()
    actions.publish_agreement(body="Be kind.", by=olu)

    browser.post("/agreement/", {"agree": "on", "agreement": old.pk})

    assert browser.get("/account/").status_code == 302


def test_only_operators_publish_an_agreement(mo):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        actions.publish_agreement(body="Anything goes.", by=mo)


def test_signing_out_and_leaving_end_open_streams(asha, browser_of):
    from live.models import OutboxEvent

    for path in ("/sign-out/", "/leave/"):
        browser = browser_of(asha)
        OutboxEvent.objects.all().delete()
        browser.post(path)
        assert OutboxEvent.objects.get().kind == "live.access_changed"


def test_a_hint_once_answered_is_not_asked_again(stranger, join_form):
    answered = join_form(name="Asha Patel", name_anyway="Asha Patel", passphrase="short")

    page = stranger.post("/join/", answered).content.decode()

    assert 'name="name_anyway" value="Asha Patel"' in page
    assert "Use it anyway" not in page
