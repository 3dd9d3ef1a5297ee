"""Without a connection: crisis lines, one's own drafts, and nothing private. With one: nothing is slower or other."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
LETTER = "I would have told you about the heron."
# What the worker's caches hold, as a list of addresses and one text of everything in them.
KEPT = """async () => {
  const kept = { addresses: [], text: "" };
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      kept.addresses.push(new URL(request.url).pathname);
      kept.text += await (await cache.match(request)).text();
    }
  }
  return kept;
}"""


@pytest.fixture
def power_cut(house: House) -> Iterator[Callable[[], None]]:
    """Return what ends the server; it is back afterwards."""
    yield house.crash
    if not house.is_open:
        house.open()


def with_worker(person: Visitor) -> Visitor:
    """Wait until the worker has come, which it does once the page has been quiet for a while."""
    person.page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    return person


def test_without_a_server_there_are_lines_and_the_draft(
    visitor: Arrive, house: House, power_cut: Callable[[], None]
) -> None:
    tomas = visitor("Tomas", service_workers="allow").open_thread(house.facts["long"])
    tomas.words.press_sequentially(LETTER)
    expect(tomas.composer.get_by_text("Kept.")).to_be_visible()
    with_worker(tomas)
    tomas.go("/account/").go(f"/threads/{house.facts['long']}/")
    expect(tomas.words).to_have_value(LETTER)
    kept = tomas.page.evaluate(KEPT)
    assert "/offline/" in kept["addresses"] and len(kept["addresses"]) == 4
    assert not any(
        private in kept["text"] for private in ("Tomas", LETTER, "Sunday number 3", "Sundays without her")
    )

    power_cut()
    tomas.go("/spaces/grief/")

    expect(tomas.page.get_by_role("heading", name="There is no connection right now")).to_be_visible()
    expect(tomas.page.get_by_role("textbox", name="Sundays without her")).to_have_value(LETTER)
    tomas.page.get_by_text("United Kingdom").click()
    expect(tomas.page.get_by_role("link", name="116 123").first).to_be_visible()
    ground = tomas.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground != "rgba(0, 0, 0, 0)", "the page has lost its style"

    house.open()
    tomas.follow("Try again")
    expect(tomas.page.get_by_role("heading", name="Grief", level=1)).to_be_visible()


def test_leaving_without_a_server_still_ends_on_the_neutral_page(
    visitor: Arrive, house: House, power_cut: Callable[[], None]
) -> None:
    asha = with_worker(visitor("Asha", service_workers="allow").go("/spaces/grief/"))
    asha.go("/spaces/")
    power_cut()

    asha.page.get_by_role("link", name="Leave", exact=True).click(no_wait_after=True)

    asha.page.wait_for_url(house.leave_url)


def test_in_discreet_mode_no_draft_is_kept_and_leaving_forgets_everything(
    visitor: Arrive, house: House
) -> None:
    chen = visitor("Chen", service_workers="allow").go("/account/")
    chen.page.get_by_label("Be discreet in my browsers").check()
    chen.press("Save", within=chen.page.locator("#discreet"))
    chen.open_thread(house.facts["long"])
    chen.words.press_sequentially(LETTER)
    expect(chen.composer.get_by_text("Kept.")).to_be_visible()
    with_worker(chen).go("/spaces/")
    kept = chen.page.evaluate(KEPT)
    assert "/offline/" in kept["addresses"]
    assert "Lantern House" not in kept["text"]
    assert chen.page.evaluate("Object.keys(localStorage)") == []

    chen.page.get_by_role("link", name="Leave", exact=True).click()
    chen.page.wait_for_url(house.leave_url)

    chen.go("/sign-in/")
    expect(chen.page).to_have_title("Notes")
    chen.page.wait_for_function(
        "navigator.serviceWorker.getRegistrations().then(found => found.length === 0)"
    )
    assert chen.page.evaluate("caches.keys()") == []
    assert chen.page.evaluate("Object.keys(localStorage)") == []


def test_signing_out_takes_the_drafts_of_this_browser_along(visitor: Arrive, house: House) -> None:
    lena = visitor("Lena").open_thread(house.facts["long"])
    lena.words.press_sequentially(LETTER)
    expect(lena.composer.get_by_text("Kept.")).to_be_visible()
    assert LETTER in lena.page.evaluate("JSON.stringify(localStorage)")

    lena.go("/sign-out/").press("Sign out")

    expect(lena.main.get_by_role("link", name="Sign in")).to_be_visible()
    assert lena.page.evaluate("JSON.stringify(localStorage)") == "{}"


def test_what_was_posted_is_no_draft_any_more(visitor: Arrive, house: House) -> None:
    yuki = visitor("Yuki").open_thread(house.facts["new"])
    yuki.words.press_sequentially(LETTER)
    expect(yuki.composer.get_by_text("Kept.")).to_be_visible()

    yuki.press("Reply", within=yuki.composer)
    expect(yuki.post(LETTER)).to_be_visible()

    assert yuki.page.evaluate("JSON.stringify(localStorage)") == "{}"


def test_the_event_stream_goes_on_with_the_worker_there(visitor: Arrive, house: House) -> None:
    asha = with_worker(visitor("Asha", service_workers="allow").open_thread(house.facts["new"]))
    with asha.page.expect_response("**/events*"):
        asha.open_thread(house.facts["new"])
    assert asha.page.evaluate("!!navigator.serviceWorker.controller")
    asha.marks_the_page()

    visitor("Ben").open_thread(house.facts["new"]).reply("Heard through the worker.")

    asha.sees("Heard through the worker.")
    assert asha.is_still_on_the_same_page


def test_a_note_that_arrives_says_only_that_there_is_one(visitor: Arrive) -> None:
    """A push message reaches the worker while the page looks at something else."""
    tomas = with_worker(
        visitor("Tomas", service_workers="allow", permissions=["notifications"]).go("/spaces/")
    )
    protocol = tomas.context.new_cdp_session(tomas.page)
    workers: list[dict[str, str]] = []
    protocol.on("ServiceWorker.workerRegistrationUpdated", lambda told: workers.extend(told["registrations"]))
    protocol.send("ServiceWorker.enable")
    while not workers:
        tomas.page.wait_for_timeout(50)

    note = '{"title": "Notes", "body": "You have a new note.", "url": "/notices/"}'
    protocol.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": tomas.house.url, "registrationId": workers[0]["registrationId"], "data": note},
    )

    shown = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
        .map(({ title, body }) => `${title}: ${body}`)"""
    tomas.page.wait_for_function(f"async () => (await ({shown})()).length === 1")
    assert tomas.page.evaluate(shown) == ["Notes: You have a new note."]
