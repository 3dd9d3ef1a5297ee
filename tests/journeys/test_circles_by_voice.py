"""A circle by voice, on the circle's own page: real sound through a real relay, and nobody hears who is not in it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.caller import Caller
from tests.journeys.house import House
from tests.journeys.test_calls import _frames, _nothing_is_kept, _opened, goes_on_hearing
from tests.journeys.test_circles import panel
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
# Tells the test what became of microphone and camera of a page that is gone.
TELLS_WHEN_IT_GOES = """
addEventListener("pagehide", () => {
  sessionStorage.setItem("left", JSON.stringify(window.seen.tracks.map((track) => track.readyState)));
});
"""


@pytest.fixture(autouse=True)
def _with_a_relay(relay: dict[str, Any] | None) -> None:
    if relay is None:
        pytest.skip("coturn is not installed, so nobody can call (apt-get install coturn)")


def test_a_circle_is_held_by_voice_and_whoever_is_removed_hears_nothing_more(
    visitor: Arrive, house: House
) -> None:
    mo, yuki, pavel = (Caller(visitor(name), 0, also=TELLS_WHEN_IT_GOES) for name in ("Mo", "Yuki", "Pavel"))
    _keeps_its_page(pavel)
    circle = house.facts["spoken_circle"]
    mo.person.go(f"/circles/{circle}/room/").press("Open the room")
    for each in (mo, yuki, pavel):
        each.comes_to_the_circle(circle)
        assert each.page.evaluate("window.seen.asked") == 0, "nothing is switched on before somebody says so"
        each.comes_in("Voice")
    for each in (mo, yuki, pavel):
        each.waits_until(lambda it: _opened(it) == 2 and it["samples"] > 0)
    _under_the_names_of_the_group(mo, yuki)
    _nothing_is_kept(house)
    _the_turn_goes_around_while_all_listen(mo, yuki, pavel)
    _asks_for_help_without_leaving_the_call(mo, yuki)
    _talks_beside_the_circle(mo, yuki, pavel, circle)
    _is_removed(mo, yuki, pavel)
    _leaves(mo, yuki, house)


def _keeps_its_page(pavel: Caller) -> None:
    """Pavel's browser does not go where it is told to, and asks the server nothing about his place in the call."""
    pavel.person.context.route("**/circles/circle*.js", lambda route: route.fulfill(body=""))


def _under_the_names_of_the_group(mo: Caller, yuki: Caller) -> None:
    names = mo.page.locator("#call .call-tile .name").all_inner_texts()
    assert len(names) == 2 and "Pavel" in names and "Yuki" not in names
    mo.person.sees_no("Yuki")
    assert mo.page.evaluate("window.seen.asked") == yuki.page.evaluate("window.seen.asked") == 1


def _the_turn_goes_around_while_all_listen(mo: Caller, yuki: Caller, pavel: Caller) -> None:
    panel(mo.person).locator("#circle-hold > summary").click()
    panel(mo.person).locator("#hold-round").click()
    expect(panel(mo.person)).to_contain_text("It is your turn.")
    panel(mo.person).locator("#turn-spoke").click()
    expect(panel(yuki.person)).to_contain_text("It is your turn.")
    panel(yuki.person).locator("#turn-pass").click()
    expect(panel(mo.person)).to_contain_text("Pavel has the word.")
    goes_on_hearing(mo, yuki, pavel)


def _asks_for_help_without_leaving_the_call(mo: Caller, yuki: Caller) -> None:
    """It is asked on the circle's own page: another page would end the call."""
    yuki.person.marks_the_page()
    yuki.person.follow("I need help")
    yuki.page.get_by_label("What would help you?").fill("A slower round.")
    yuki.person.press("Let them know")
    yuki.person.sees("You asked for help.")
    expect(panel(mo.person)).to_contain_text("A slower round.")
    assert yuki.person.is_still_on_the_same_page
    goes_on_hearing(mo, yuki)


def _talks_beside_the_circle(mo: Caller, yuki: Caller, pavel: Caller, circle: int) -> None:
    """The two have a call of their own in a side room, Pavel hears neither of them, and both come back."""
    panel(mo.person).get_by_role("button", name="A side room with you").click()
    for one in (yuki, mo):
        panel(one.person).get_by_role("link", name="Go there").click()
        one.person.sees("This is beside the circle, for the two of you.")
        one.page.locator("#call > summary").click()
        assert one.page.evaluate("window.seen.asked") == 0, "the microphone stays off until they say so"
        one.comes_in("Voice")
    pavel.person.sees("You are the first one here.")
    for one in (yuki, mo):
        one.waits_until(lambda it: _opened(it) == 1 and it["samples"] > 0)
    opened = _frames(pavel.measured())
    goes_on_hearing(mo, yuki)
    assert _frames(pavel.measured()) == opened, "not a frame of what is said beside opens in the circle"
    mo.person.sees_no("Yuki")

    yuki.person.press("Back to the circle")
    for one in (yuki, mo):
        expect(panel(one.person)).to_be_visible()
        one.page.locator("#call > summary").click()
    _has_those_who_come_wait(mo.comes_in("Voice"), yuki)
    for one in (mo, yuki, pavel):
        one.waits_until(lambda it: _opened(it) == 2)


def _has_those_who_come_wait(mo: Caller, yuki: Caller) -> None:
    """Mo holds the circle: whoever comes into its call now waits until he lets them in."""
    waits = mo.page.get_by_role("button", name="Have those who come wait here")
    waits.click()
    expect(waits).to_have_attribute("aria-pressed", "true")
    yuki.chooses("Voice")
    yuki.person.sees("Nobody hears or sees you yet.")
    assert yuki.measured()["states"] == []
    mo.person.press("Let in")
    expect(yuki.page.get_by_role("button", name="Leave the call")).to_be_visible()


def _is_removed(mo: Caller, yuki: Caller, pavel: Caller) -> None:
    """Pavel's own line is cut off from the server, so that all he could go on with is what still reaches him."""
    key = mo.measured()["counts"]["own"]
    pavel.person.context.route("**/calls/mine/**", lambda route: route.abort())
    panel(mo.person).locator("#circle-people > summary").click()
    row = panel(mo.person).get_by_role("listitem").filter(has_text="Pavel")
    row.locator("summary").click()
    row.get_by_role("link", name="Remove from this circle").click()
    mo.person.sees("They cannot come back to this circle.")
    mo.person.press("Remove")
    mo.person.sees("They are not in this circle any more.")
    for each in (mo, yuki):
        each.waits_until(lambda it: it["counts"]["own"] != key and len(it["counts"]["from"]) == 1)
    opened = _frames(pavel.measured())
    goes_on_hearing(mo, yuki)
    assert _frames(pavel.measured()) == opened, (
        "not a frame of what is said now opens in the browser of one removed"
    )
    assert pavel.person.context.request.get(pavel.page.url).status == 404

    pavel.person.context.unroute("**/calls/mine/**")
    pavel.person.sees("You cannot come into this call.")
    assert pavel.page.evaluate("window.seen.tracks.map((track) => track.readyState)") == ["ended"]


def _leaves(mo: Caller, yuki: Caller, house: House) -> None:
    """*Leave* goes to the neutral page at once, and no microphone is open any more."""
    yuki.page.get_by_label("How you are there").select_option("camera")
    yuki.waits_until(lambda it: yuki.tracks() == {"audio": "live", "video": "live"})
    mo.page.get_by_role("button", name="Leave the call").click()
    mo.person.sees("You have left the call. Microphone and camera are off.")
    assert mo.page.evaluate("window.seen.tracks.map((track) => track.readyState)") == ["ended"]
    yuki.page.get_by_role("link", name="Leave", exact=True).click()
    yuki.page.wait_for_url(house.leave_url)
    yuki.page.go_back()
    left = yuki.page.evaluate("JSON.parse(sessionStorage.getItem('left') ?? 'null')")
    assert left == ["ended", "ended"], left
