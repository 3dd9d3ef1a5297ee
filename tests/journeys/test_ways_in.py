"""Ways in: passkeys on a device, an app that shows codes, recovery codes; with scripts and without."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import expect

from people.queries import app_code
from tests.journeys.community import PASSPHRASE
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
NEW = "another long passphrase"


def with_device(person: Visitor) -> Visitor:
    """Give this browser a device that keeps passkeys, and whose owner's finger is always there."""
    protocol = person.context.new_cdp_session(person.page)
    protocol.send("WebAuthn.enable")
    protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    return person


def to_security(person: Visitor) -> None:
    """Open the page of ways in."""
    person.proves_it()
    person.go("/account/security/")


def sign_out(person: Visitor) -> None:
    person.go("/sign-out/")
    person.press("Sign out")


def code_for(secret: str) -> str:
    return app_code(secret, now=datetime.now(UTC))


def test_a_passkey_is_made_and_opens_the_door_by_itself(visitor: Arrive) -> None:
    """Somebody joins, adds a passkey, signs out, and comes back in without typing a word."""
    person = with_device(visitor(by_name=True))
    name = person.join()
    to_security(person)
    person.follow("Add a passkey")
    person.main.locator("[name=name]").fill("my telephone")
    person.press("Make the passkey")
    expect(person.page.get_by_text("The passkey is added")).to_be_visible()
    expect(person.page.get_by_text("my telephone")).to_be_visible()

    sign_out(person)
    person.go("/sign-in/?next=/following/")
    person.press("Sign in with a passkey")

    person.page.wait_for_url(lambda url: "/sign-in/" not in url)
    person.go("/account/")
    person.sees(name)


def test_a_passkey_is_a_second_step_and_proves_who_one_is(visitor: Arrive) -> None:
    person = with_device(visitor(by_name=True))
    name = person.join()
    to_security(person)
    person.follow("Add a passkey")
    person.main.locator("[name=name]").fill("the blue key")
    person.press("Make the passkey")
    expect(person.page.get_by_text("The passkey is added")).to_be_visible()
    sign_out(person)

    person.sign_in(name)
    expect(person.page.get_by_role("heading", name="One more step")).to_be_visible()
    person.press("Use a passkey")
    expect(person.page.get_by_role("heading", name=f"Good to see you, {name}")).to_be_visible()
    person.go("/account/security/")
    person.press("Use a passkey")

    expect(person.page.get_by_role("heading", name="How you sign in", level=1)).to_be_visible()


def test_a_device_without_the_passkey_says_so_and_the_passphrase_still_works(visitor: Arrive) -> None:
    person = with_device(visitor(by_name=True))
    name = person.join()
    sign_out(person)
    person.go("/sign-in/")
    person.press("Sign in with a passkey")

    expect(person.page.get_by_text("Your browser showed no passkey")).to_be_visible()
    person.give_name_and_passphrase(name)
    expect(person.page.get_by_role("heading", name=f"Good to see you, {name}")).to_be_visible()


def test_an_app_and_codes_work_with_scripts_off(visitor: Arrive) -> None:
    """Add an app, sign in with its code, then with a recovery code; all as plain forms."""
    person = visitor(scripts=False)
    name = person.join()
    to_security(person)
    person.follow("Add an app that shows codes")
    expect(person.main.locator("svg.qr")).to_be_visible()
    secret = person.main.locator("code.key").inner_text().replace(" ", "")
    person.main.locator("[name=code]").fill(code_for(secret))
    person.press("Add the app")
    expect(person.page.get_by_text("The app is added")).to_be_visible()
    sign_out(person)

    person.sign_in(name)
    expect(person.page.get_by_role("heading", name="One more step")).to_be_visible()
    expect(person.main.get_by_role("button", name="Use a passkey")).to_have_count(0)
    person.main.locator("[name=code]").fill(code_for(secret))
    person.press("Go on")
    expect(person.page.get_by_role("heading", name=f"Good to see you, {name}")).to_be_visible()
    sign_out(person)
    person.sign_in(name)
    person.main.locator("[name=code]").fill(person.codes[0])
    person.press("Go on")

    expect(person.page.get_by_role("heading", name=f"Good to see you, {name}")).to_be_visible()


def test_a_lost_passphrase_is_replaced_with_a_code_from_the_paper(visitor: Arrive) -> None:
    """Somebody joined with scripts off and lost the passphrase; the paper brings them back, once per code."""
    person = visitor(scripts=False)
    name = person.join()
    other = visitor(scripts=False)
    other.go("/sign-in/")
    other.follow("Come back in with a recovery code")
    other.main.locator("[name=name]").fill(name.lower())
    other.main.locator("[name=code]").fill(person.codes[2])
    other.main.locator("[name=new_passphrase]").fill(NEW)
    other.press("Set the new passphrase")

    expect(other.page.get_by_role("heading", name="You", exact=True)).to_be_visible()
    assert not person.is_signed_in
    sign_out(other)
    other.go("/sign-in/")
    other.main.locator("[name=name]").fill(name)
    other.main.locator("[name=passphrase]").fill(NEW)
    other.press("Sign in")
    expect(other.page.get_by_role("heading", name=f"Good to see you, {name}")).to_be_visible()


def test_codes_can_be_copied_and_saved(visitor: Arrive) -> None:
    person = visitor(permissions=["clipboard-read", "clipboard-write"])
    person.go("/join/")
    person.page.get_by_label("A name to be known by").fill(f"Paper Boat {int(time.time()) % 100_000}")
    person.page.get_by_label("A passphrase", exact=True).fill(PASSPHRASE)
    person.page.get_by_label("I am 18 or older").check()
    person.page.get_by_label("I will keep to this agreement").check()
    person.press("Join")
    shown = person.page.locator("#codes li").all_inner_texts()
    person.press("Copy")
    expect(person.main.get_by_role("button", name="Copied")).to_be_visible()
    with person.page.expect_download() as download:
        person.follow("Save as a file")

    assert person.page.evaluate("navigator.clipboard.readText()").split("\n") == shown
    assert download.value.suggested_filename.endswith(".txt")
    assert download.value.suggested_filename[:4].isdigit()
    assert download.value.path().read_text().split() == " ".join(shown).split()
