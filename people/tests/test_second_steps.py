"""A second step: setting it up, passing it at the door, and what holds until then."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from core import rotation
from core.sealing import sealed_prefix
from people import actions, proof, queries, sessions
from people.actions.second_steps import in_plain_digits
from people.qr import qr_svg
from tests.cast import PASSPHRASE

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret=SECRET):
    return queries.app_code(secret, now=timezone.now())


def sure(client):
    """Let this browser have proved a moment ago who sits at it."""
    session = client.session
    sessions.note_confirmed(session, now=timezone.now())
    session.save()
    return client


def signs_in(client, name="Asha", **more):
    return client.post("/sign-in/", {"name": name, "passphrase": PASSPHRASE, **more})


@pytest.fixture
def browser(asha, browser_of):
    return sure(browser_of(asha))


@pytest.fixture
def asha_with_app(asha):
    actions.add_app(asha, secret=SECRET)
    return asha


def test_the_digits_are_those_of_the_standard():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B: "12345678901234567890"

    assert queries.app_code(secret, now=datetime.fromtimestamp(59, UTC)) == "287082"
    assert queries.app_code(secret, now=datetime.fromtimestamp(1111111109, UTC)) == "081804"


def test_an_app_is_added_once_it_shows_the_right_code(browser, asha):
    page = browser.get("/account/security/app/").content.decode()
    secret = page.split('<code class="key" dir="ltr">')[1].split("<")[0].replace(" ", "")

    wrong = browser.post("/account/security/app/", {"code": "000000"})
    right = browser.post("/account/security/app/", {"code": code_of(secret)})

    assert "<svg" in page and "otpauth://totp/Asha?" in page and "issuer=Notes" in page
    assert wrong.status_code == 422
    assert right.status_code == 302
    assert [step.is_passkey for step in queries.list_second_steps(asha)] == [False]
    assert "Your recovery codes" in browser.get(right.headers["Location"]).content.decode()


def test_secrets_are_sealed(asha_with_app):
    actions.new_recovery_codes(asha_with_app)

    for step in Authenticator.objects.all():
        kept = step.data.get("secret") or step.data["seed"]
        assert kept.startswith("s1.")
        assert SECRET not in kept


def test_the_key_that_is_being_set_up_is_sealed_in_the_session(browser):
    page = browser.get("/account/security/app/").content.decode()
    secret = page.split('<code class="key" dir="ltr">')[1].split("<")[0].replace(" ", "")

    assert secret not in str(dict(browser.session.items()))


def test_changing_the_key_takes_second_steps_along(asha_with_app):
    codes = actions.new_recovery_codes(asha_with_app)

    rotation.rotate(on_progress=lambda done, total: None, settle=0)

    from core.keys import read_keys

    newest = sealed_prefix(read_keys()[0])
    assert all(
        (step.data.get("secret") or step.data["seed"]).startswith(newest)
        for step in Authenticator.objects.all()
    )
    assert actions.pass_second_step(asha_with_app.account, code=code_of(), now=timezone.now())
    assert actions.pass_second_step(asha_with_app.account, code=codes[3], now=timezone.now())


def test_a_passphrase_alone_no_longer_opens_the_door(asha_with_app, stranger):
    asked = signs_in(stranger)

    assert asked.headers["Location"] == "/sign-in/second-step/"
    assert stranger.get("/account/").headers["Location"].startswith("/sign-in/")
    assert "_auth_user_id" not in stranger.session


def test_the_code_opens_it_and_leads_on(asha_with_app, stranger):
    signs_in(stranger, next="/following/")

    wrong = stranger.post("/sign-in/second-step/", {"code": "000 000"})
    right = stranger.post("/sign-in/second-step/", {"code": code_of()})

    assert wrong.status_code == 422
    assert right.headers["Location"] == "/following/"
    assert stranger.get("/account/").status_code == 200


def test_words_that_waited_come_along_through_the_second_step(asha_with_app, stranger):
    kept = '{"path": "/account/name/", "fields": [["name", "many words of mine"]]}'
    signs_in(stranger, kept=kept)

    done = stranger.post("/sign-in/second-step/", {"code": code_of()})

    assert done.headers["Location"] == "/kept-words/"
    assert "many words of mine" in stranger.get("/kept-words/").content.decode()


def test_a_code_works_once(asha_with_app, stranger, client):
    code = code_of()
    signs_in(stranger)
    assert stranger.post("/sign-in/second-step/", {"code": code}).status_code == 302

    signs_in(client)
    assert client.post("/sign-in/second-step/", {"code": code}).status_code == 422


def test_a_recovery_code_works_instead_and_once(asha_with_app, stranger, client):
    codes = actions.new_recovery_codes(asha_with_app)
    signs_in(stranger)

    assert stranger.post("/sign-in/second-step/", {"code": codes[0]}).status_code == 302
    signs_in(client)
    assert client.post("/sign-in/second-step/", {"code": codes[0]}).status_code == 422
    assert queries.recovery_codes_left(asha_with_app) == 9


@pytest.mark.parametrize(
    "typed", ["1234 5678-9012", "١٢٣٤ ٥٦٧٨ ٩٠١٢", "１２３４５６７８９０１２", " 123456789012\t"]
)
def test_a_code_may_be_typed_on_any_keyboard(typed):
    assert in_plain_digits(typed) == "123456789012"


def test_guessing_codes_is_slowed_down(asha_with_app, stranger):
    signs_in(stranger)
    for _ in range(5):
        stranger.post("/sign-in/second-step/", {"code": "000000"})

    locked = stranger.post("/sign-in/second-step/", {"code": code_of()})

    assert locked.status_code == 422
    assert "several tries" in locked.content.decode()


def test_nobody_reaches_the_second_step_without_the_first(asha_with_app, stranger):
    assert stranger.get("/sign-in/second-step/").headers["Location"] == "/sign-in/"
    assert stranger.post("/sign-in/second-step/", {"code": code_of()}).headers["Location"] == "/sign-in/"


def test_somebody_else_who_was_signed_in_is_signed_out_first(asha_with_app, ben, browser_of):
    browser = browser_of(ben)

    signs_in(browser)

    assert browser.get("/account/").status_code == 302
    browser.post("/sign-in/second-step/", {"code": code_of()})
    assert "Asha" in browser.get("/account/").content.decode()


def test_a_wrong_passphrase_says_the_same_with_and_without_a_second_step(
    asha_with_app, ben, stranger, client
):
    with_step = stranger.post("/sign-in/", {"name": "Asha", "passphrase": "wrong wrong wrong"})
    without = client.post("/sign-in/", {"name": "Ben", "passphrase": "wrong wrong wrong"})

    assert with_step.status_code == without.status_code == 422
    assert "don&#39;t match" in with_step.content.decode()


def test_everything_about_ways_in_is_asked_for_again(asha, browser_of):
    browser = browser_of(asha)

    for path in (
        "/account/security/",
        "/account/security/app/",
        "/account/security/passkey/",
        "/account/security/address/",
    ):
        assert browser.get(path).headers["Location"].startswith("/account/confirm/")
    assert browser.post("/account/recovery-codes/new/").headers["Location"] == "/account/confirm/"
    assert queries.recovery_codes_left(asha) == 0


def test_one_may_only_take_off_ones_own(browser, asha, ben):
    actions.add_app(ben, secret=SECRET)
    bens = queries.list_second_steps(ben)[0]

    browser.post(f"/account/security/{bens.pk}/remove/")

    assert queries.has_second_step(ben.account_id)


def test_taking_the_last_one_off_lets_powers_rest(mo, browser_of):
    actions.add_app(mo, secret=SECRET)
    browser = sure(browser_of(mo))

    browser.post(f"/account/security/{queries.list_second_steps(mo)[0].pk}/remove/")

    assert not sessions.has_passed_second_step(browser.session)
    assert not queries.has_second_step(mo.account_id)


def test_changing_the_passphrase_keeps_what_this_browser_had_passed(asha_with_app, stranger):
    signs_in(stranger, shared="on")
    stranger.post("/sign-in/second-step/", {"code": code_of()})

    stranger.post(
        "/account/passphrase/", {"current_passphrase": PASSPHRASE, "new_passphrase": "quite another one"}
    )

    assert sessions.has_passed_second_step(stranger.session)
    assert sessions.is_shared(stranger.session)
    assert stranger.session.get_expire_at_browser_close()


def test_a_shared_computer_keeps_nothing(asha, stranger):
    signed_in = signs_in(stranger, shared="on")

    assert signed_in.cookies["session"]["max-age"] == ""
    assert stranger.session.get_expire_at_browser_close()
    page = stranger.get("/account/")
    assert "no-store" in page.headers["Cache-Control"]
    assert "/service-worker.js" not in page.content.decode()


def test_a_computer_of_ones_own_is_remembered(asha, stranger):
    assert signs_in(stranger).cookies["session"]["max-age"] == timedelta(days=30).total_seconds()


def test_a_shared_computer_is_signed_out_after_half_an_hour_without_anybody(asha, stranger):
    signs_in(stranger, shared="on")
    stranger.get("/account/")
    session = stranger.session
    session["active_at"] = int((timezone.now() - timedelta(minutes=31)).timestamp())
    session.save()

    assert stranger.get("/account/").status_code == 302


def test_a_qr_code_is_a_drawing_in_the_page():
    drawn = qr_svg("otpauth://totp/Asha?secret=" + SECRET)

    assert drawn.startswith("<svg")
    assert "style" not in drawn and "http" not in drawn


@pytest.fixture
def program(rf):
    """Return a function that proves who somebody is as a program does."""

    def prove_as(name, code=None):
        return proof.prove(rf.post("/api/v1/tokens"), name=name, passphrase=PASSPHRASE, code=code)

    return prove_as


def test_a_program_needs_the_code_too(asha_with_app, ben, program):
    with pytest.raises(proof.NotProven, match="code"):
        program("Asha")
    with pytest.raises(proof.NotProven, match="code"):
        program("Asha", "000000")

    assert program("Asha", code_of()).has_second_factor
    assert not program("Ben").has_second_factor


def test_a_program_that_guesses_codes_is_slowed_down_with_the_door(asha_with_app, program, stranger):
    for _ in range(5):
        with pytest.raises(proof.NotProven, match="code"):
            program("Asha", "000000")

    with pytest.raises(proof.NotProven, match="wait"):
        program("Asha", code_of())
    signs_in(stranger)
    assert stranger.post("/sign-in/second-step/", {"code": code_of()}).status_code == 422


def test_powers_are_lent_to_a_program_only_after_the_second_step(mo, asha, browser_of):
    def offers(member, passed):
        browser = sure(browser_of(member))
        if not passed:
            session = browser.session
            sessions.forget_second_step(session)
            session.save()
        return 'value="staff"' in browser.get("/account/tokens/").content.decode()

    assert offers(mo, passed=True)
    assert not offers(mo, passed=False)
    assert not offers(asha, passed=True)
