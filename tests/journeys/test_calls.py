"""Calls with real sound and pictures, through a real relay: counters, no guesses."""

import re
import sqlite3
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.caller import Caller
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\.local")
NOWHERE = {"127.0.0.1", "0.0.0.0"}  # what browsers write for "not told"
# Whatever key this page is given, its worker gets another one.
WRONG_KEYS = """
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (data, ...more) {
  if (data.secret) data = { ...data, secret: crypto.getRandomValues(new Uint8Array(32)).buffer };
  return post.call(this, data, ...more);
};
"""
# Looks for every way to the others, not for the relay alone, and offers all it finds.
SHOWS_WHERE_IT_IS = """
const Hidden = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Hidden {
  constructor(how) { super({ ...how, iceTransportPolicy: "all" }); }
  setConfiguration(how) { super.setConfiguration({ ...how, iceTransportPolicy: "all" }); }
};
"""
# Says which microphone and camera are switched off by the page, even while it is being left.
SAYS_WHAT_STOPS = """
const stop = MediaStreamTrack.prototype.stop;
MediaStreamTrack.prototype.stop = function () { window.hasStopped(this.kind); return stop.call(this); };
"""
# Finds half of what it sends lost on the way, as soon as the test says so.
ON_A_LINE_THAT_GETS_WEAK = """
const measure = RTCPeerConnection.prototype.getStats;
RTCPeerConnection.prototype.getStats = async function (...how) {
  const found = new Map(await measure.apply(this, how));
  return window.isWeak ? found.set("weak", { type: "remote-inbound-rtp", fractionLost: 0.5 }) : found;
};
"""


@pytest.fixture(autouse=True)
def _with_a_relay(relay: dict[str, Any] | None) -> None:
    if relay is None:
        pytest.skip("coturn is not installed, so nobody can call (apt-get install coturn)")


def goes_both_ways(one: Caller, other: Caller) -> list[dict[str, Any]]:
    def goes(it: dict[str, Any]) -> Any:
        seals = it["counts"] and it["counts"]["sealed"] > 0
        return seals and it["frames"] > 3 and it["samples"] > 0 and _opened(it) > 0

    return [each.waits_until(goes) for each in (one, other)]


@pytest.mark.media
def test_two_call_each_other_and_nobody_learns_where_they_are(visitor: Arrive, house: House) -> None:
    talk = house.facts["talk"]
    asha, ben = Caller(visitor("Asha"), talk), Caller(visitor("Ben"), talk, also=ON_A_LINE_THAT_GETS_WEAK)
    ben.person.go(f"/conversations/{talk}/")
    asha.person.go(f"/conversations/{talk}/").follow("Call")
    asha.person.sees("Nobody is in the call yet.")
    assert asha.page.evaluate("window.seen.asked") == 0, "nothing is switched on before somebody says so"

    asha.comes_in("Voice, and a shape that moves with it")
    ben.person.sees("Asha is in the call.")
    ben.person.follow("Come in")
    ben.page.get_by_label("Use little data").check()
    ben.comes_in("Voice and camera")
    _a_shape_moves_with_the_voice(asha, ben)
    asha.page.get_by_label("How you are there").select_option("camera")

    for found in goes_both_ways(asha, ben):
        assert {kind for kind, _ in found["own"]} == {"relay"}
        assert {kind for kind, _ in found["candidates"]} <= {"relay", "prflx"}
        assert {address for _, address in found["candidates"]} == house.relays
        assert set(ADDRESS.findall("".join(found["descriptions"]))) <= house.relays | NOWHERE
        opened = next(iter(found["counts"]["from"].values()))
        assert found["counts"]["sealed"] > 0 and opened["opened"] > 0 == opened["broken"]
    assert asha.safety_code == ben.safety_code and re.fullmatch(r"\d{4} \d{4}", asha.safety_code)
    _nothing_is_kept(house)

    ben.page.reload()
    goes_both_ways(asha, ben)
    assert asha.safety_code == ben.safety_code
    _a_changed_network_and_a_weak_line_keep_the_voices(asha, ben)

    asha.page.get_by_label("How you are there").select_option("avatar")
    expect(ben.page.locator("[data-way=avatar]")).to_be_visible()
    expect(ben.page.locator("[data-part=picture]")).to_be_hidden()
    asha.page.get_by_role("button", name="Mute me").click()
    ben.person.sees("muted")
    asha.page.get_by_role("button", name="Leave the call").click()
    asha.person.sees("You have left the call. Microphone and camera are off.")
    assert asha.page.evaluate("window.seen.tracks.map((track) => track.readyState)") == ["ended"] * 2
    ben.person.sees("You are the first one here.")
    ben.page.get_by_role("link", name="Leave", exact=True).click()
    ben.page.wait_for_url(house.leave_url)


def _a_shape_moves_with_the_voice(asha: Caller, ben: Caller) -> None:
    """Whoever comes with a shape opens no camera, and the shape moves where their voice is heard."""
    tile = ben.page.locator(".call-tile[data-way=avatar]")
    expect(tile.locator("[data-part=shape] svg")).to_be_visible()
    ben.waits_for(
        "parseFloat(document.querySelector('[data-way=avatar]').style.getPropertyValue('--voice')) > 0"
    )
    expect(tile.locator("[data-part=picture]")).to_be_hidden()
    assert asha.tracks() == {"audio": "live"}, "no camera was opened"


def _a_changed_network_and_a_weak_line_keep_the_voices(asha: Caller, ben: Caller) -> None:
    before = asha.ways()
    asha.page.evaluate("dispatchEvent(new Event('online'))")
    asha.waits_until(lambda it: not before & asha.ways())
    goes_on_hearing(asha, ben)
    assert ben.limits() == {"audio": 24_000, "video": 90_000}, (
        "little data was asked for, also after coming back"
    )

    ben.page.evaluate("window.isWeak = true")
    ben.person.sees("Your line is weak, so the others see your picture less clearly.")
    ben.person.sees("Your line is weak, so your picture is off. Your voice goes on.")
    expect(ben.page.get_by_role("alert").filter(has_text="Your line is weak")).to_have_count(0)
    assert ben.tracks() == {"audio": "live", "video": "ended"}
    expect(asha.page.locator("[data-part=picture]")).to_be_hidden()
    goes_on_hearing(asha, ben)


def goes_on_hearing(*callers: Caller) -> None:
    """What comes from now on is opened by each."""
    for each in callers:
        before = _frames(each.measured())
        each.waits_until(lambda it, before=before: _frames(it) > before + 10)


def _nothing_is_kept(house: House) -> None:
    """While two talk, neither database nor log has a word of how their browsers found each other."""
    with sqlite3.connect(f"file:{house.folder}/hearthside.sqlite3?mode=ro", uri=True) as database:
        stored = "\n".join(database.iterdump())
    for trace in ("candidate:", "ice-ufrag", "a=fingerprint", "typ relay", 'commit"'):
        assert trace not in stored and trace not in house.log()


def test_leaving_turns_microphone_and_camera_off(visitor: Arrive, house: House) -> None:
    asha = Caller(visitor("Asha"), 1, at="table", also=SAYS_WHAT_STOPS)
    stopped: list[str] = []
    asha.person.context.expose_function("hasStopped", lambda kind: stopped.append(kind))
    _tries_speakers_and_microphone(asha.opens_the_page())
    for press in (
        lambda: asha.person.press("Leave the call"),
        lambda: asha.page.get_by_role("link", name="Leave", exact=True).click(),
    ):
        asha.opens_the_page().comes_in("Voice and camera")
        expect(asha.page.locator("[data-self]")).to_be_visible()
        stopped.clear()
        press()
        deadline = time.monotonic() + 5
        while sorted(stopped) != ["audio", "video"]:
            assert time.monotonic() < deadline, f"only {stopped} went off"
            asha.page.wait_for_timeout(50)


def _tries_speakers_and_microphone(asha: Caller) -> None:
    """Before the call: three tones without any microphone, then one's own voice in a bar, and off again."""
    asha.person.press("Test your sound")
    assert asha.page.evaluate("[window.seen.tones, window.seen.asked]") == [3, 0]
    asha.person.press("Test your microphone")
    asha.waits_for("document.querySelector('[data-meter]').value > 0.01")
    asha.person.press("Test your microphone")
    assert asha.tracks() == {"audio": "ended"}
    expect(asha.page.locator("[data-meter]")).to_be_hidden()


def test_a_page_that_is_told_of_another_way_than_the_relay_makes_no_call(
    visitor: Arrive, house: House
) -> None:
    """As if somebody had changed our server: the page itself takes the relay and nothing else."""
    asha, ben = (Caller(visitor(name), 3, at="table") for name in ("Asha", "Ben"))

    def every_way(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('"relay"', '"all"'))

    for one in (asha, ben):
        for door in ("**/join/", "**/renew/"):
            one.person.context.route(door, every_way)
        one.opens_the_page()
        one.chooses("Voice")
        one.person.sees("This call would not have gone through the relay, so it did not begin.")

    assert [one.measured()["states"] for one in (asha, ben)] == [[], []], "no line was even made"
    assert asha.tracks() == {"audio": "ended"}


@pytest.mark.media
def test_whoever_has_another_key_opens_nothing_and_the_page_says_so(visitor: Arrive, house: House) -> None:
    talk = house.facts["talk"]
    asha, ben = Caller(visitor("Asha"), talk), Caller(visitor("Ben"), talk, also=WRONG_KEYS)
    for one in (asha, ben):
        one.opens_the_page().comes_in("Voice and camera")

    for one in (asha, ben):
        found = one.waits_until(lambda it: it["bytes"] > 5000)
        assert found["frames"] == found["samples"] == 0, "bytes came, and nothing of them was seen or heard"
        opened = next(iter(found["counts"]["from"].values()))
        assert opened["opened"] == 0 < opened["broken"] + opened["keyless"]
        one.person.sees("cannot be opened in this browser")
        expect(one.page.locator("[data-part=shape] svg")).to_be_visible()


@pytest.mark.media
def test_a_page_that_shows_where_it_is_tells_the_other_nothing(visitor: Arrive, house: House) -> None:
    talk = house.facts["talk"]
    asha, ben = Caller(visitor("Asha"), talk), Caller(visitor("Ben"), talk, also=SHOWS_WHERE_IT_IS)
    refused: list[int] = []
    ben.page.on("response", lambda it: refused.append(it.json()["refused"]) if "exchange" in it.url else None)
    for one in (asha, ben):
        one.opens_the_page().comes_in("Voice")

    ben.waits_until(lambda it: any(kind == "host" for kind, _ in it["candidates"]))
    found = asha.waits_until(lambda it: it["samples"] > 0)

    assert any(refused), "the server took what would have shown where it is"
    # Relay and page are on one machine here, so what comes from the page itself may be taken for the relay's ("prflx").
    assert {kind for kind, _ in found["candidates"]} <= {"relay", "prflx"}
    assert not any(kind in "".join(found["descriptions"]) for kind in ("typ host", "typ srflx"))
    assert set(ADDRESS.findall("".join(found["descriptions"]))) <= house.relays | NOWHERE


def test_a_call_outlives_the_server(visitor: Arrive, house: House) -> None:
    talk = house.facts["talk"]
    asha, ben = Caller(visitor("Asha"), talk), Caller(visitor("Ben"), talk)
    for one in (asha, ben):
        one.opens_the_page().comes_in("Voice and camera")
    before = goes_both_ways(asha, ben)[0]["frames"]

    house.crash()
    asha.waits_until(lambda it: it["frames"] > before + 3)
    house.open()
    ben.page.reload()

    goes_both_ways(asha, ben)
    _reports_and_stays_then_reports_and_goes(asha, ben)


def _reports_and_stays_then_reports_and_goes(asha: Caller, ben: Caller) -> None:
    with asha.page.expect_popup() as beside:
        asha.person.follow("Report, and stay")
    expect(beside.value.get_by_role("heading", level=1)).to_be_visible()
    beside.value.close()
    goes_on_hearing(asha, ben)
    asha.person.follow("Report, and leave the call")
    ben.person.sees("You are the first one here.")


@pytest.mark.media
def test_a_host_lets_people_in_and_puts_one_out_who_then_hears_nothing(visitor: Arrive, house: House) -> None:
    asha, ben, chen = (Caller(visitor(name), 2, at="table") for name in ("Asha", "Ben", "Chen"))
    asha.opens_the_page().comes_in("Voice")
    for guest in (ben, chen):
        guest.opens_the_page().chooses("Voice")
        guest.person.sees("At the door")
        assert guest.measured()["states"] == [], "whoever waits is connected with nobody"
        asha.page.get_by_role("listitem").filter(has_text=guest.person.name).get_by_role(
            "button", name="Let in"
        ).click()
        expect(guest.page.get_by_role("button", name="Leave the call")).to_be_visible()
    for each in (asha, ben, chen):
        each.waits_until(lambda it: _opened(it) == 2)

    number = asha.measured()["counts"]["own"]
    asha.page.locator(".call-tile").filter(has_text="Chen").get_by_role(
        "button", name="Put out of the call"
    ).click()
    chen.person.sees("Nobody else can come into this call at the moment.")
    assert chen.page.evaluate("window.seen.tracks.map((track) => track.readyState)") == ["ended"]
    for each in (asha, ben):
        each.waits_until(lambda it: it["counts"]["own"] != number and len(it["counts"]["from"]) == 1)
    goes_on_hearing(asha, ben)

    asha.page.get_by_role("button", name="Let nobody else in").click()
    expect(asha.page.get_by_role("button", name="Let nobody else in", pressed=True)).to_be_visible()
    late = visitor("Lena")
    late.go("/calls/table/2/")
    late.sees("Nobody else can come into this call at the moment.")


def _opened(found: dict[str, Any]) -> int:
    """How many others are heard."""
    return sum(each["opened"] > 0 for each in found["counts"]["from"].values()) if found["counts"] else 0


def _frames(found: dict[str, Any]) -> int:
    """How many frames were opened, of whomever."""
    return sum(each["opened"] for each in found["counts"]["from"].values())


@pytest.mark.media
def test_four_in_a_circle_meet_at_the_media_server_which_opens_nothing(visitor: Arrive, house: House) -> None:
    if not (house.relay and house.relay["janus"]):
        pytest.skip("Janus is not installed, so there are no larger calls (apt-get install janus)")
    circle = [Caller(visitor(name), 11, at="table") for name in ("Asha", "Ben", "Chen")]
    stranger = Caller(visitor("Lena"), 11, at="table", also=WRONG_KEYS)
    for each in (*circle, stranger):
        each.opens_the_page().comes_in("Voice and camera")

    for each in circle:
        found = each.waits_until(lambda it: _opened(it) == 2 and it["frames"] > 6 and it["samples"] > 0)
        assert len(found["states"]) == 2, "one line up and one line down, to nobody but the media server"
        assert {kind for kind, _ in found["own"]} == {"relay"}
        assert {address for _, address in found["candidates"]} <= house.relays
        assert set(ADDRESS.findall("".join(found["descriptions"]))) <= house.relays | NOWHERE
    found = stranger.waits_until(lambda it: it["bytes"] > 20_000)
    assert found["frames"] == found["samples"] == _opened(found) == 0
    _nothing_is_kept(house)

    asha, ben, chen = circle
    _the_same_lines_find_another_way(ben, asha)
    chen.page.reload()
    for each in circle:
        start = _frames(each.measured())
        each.waits_until(lambda it, start=start: _opened(it) == 2 and _frames(it) > start + 20)
    for each in (*circle, stranger):
        each.page.get_by_role("button", name="Leave the call").click()
        each.person.sees("You have left the call. Microphone and camera are off.")


def _the_same_lines_find_another_way(ben: Caller, asha: Caller) -> None:
    """After a change of network: the line up and the line down are kept, and what Ben sends is heard as before."""
    before = ben.ways()
    ben.page.evaluate("dispatchEvent(new Event('online'))")
    found = ben.waits_until(lambda it: not before & ben.ways() and it["states"] == ["connected"] * 2)
    assert len(found["states"]) == 2, "nothing was begun anew"
    his = asha.page.locator(".call-tile").filter(has_text="Ben").get_attribute("data-ref")

    def opened(it: dict[str, Any]) -> int:
        number: int = it["counts"]["from"][his]["opened"]
        return number

    start = opened(asha.measured())
    asha.waits_until(lambda it: opened(it) > start + 20)
    goes_on_hearing(ben)
    assert ben.measured()["states"] == ["connected"] * 2
