"""Every property of a call between browsers is seen to fail when a script is broken: one fault, one journey, and red.

The pages get the changed script in place of ours. What fails by a measured fact runs always; what fails by nothing
happening takes its time and runs with HEARTHSIDE_ALL_FAULTS=1. Which property has which test: docs/calls-proved.md.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error, Route, expect

from tests.journeys import caller, test_calls
from tests.journeys.caller import Caller
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
with_a_relay = test_calls._with_a_relay
ALL = os.environ.get("HEARTHSIDE_ALL_FAULTS") == "1"
QUICK, SLOW = True, False
RELOAD = test_calls.test_two_call_each_other_and_nobody_learns_where_they_are
SHUT = test_calls.test_whoever_has_another_key_opens_nothing_and_the_page_says_so
OFF = test_calls.test_leaving_turns_microphone_and_camera_off
DOOR = test_calls.test_a_host_lets_people_in_and_puts_one_out_who_then_hears_nothing
LARGER = test_calls.test_four_in_a_circle_meet_at_the_media_server_which_opens_nothing
OUTLIVES = test_calls.test_a_call_outlives_the_server
NO_RELAY = test_calls.test_a_page_that_is_told_of_another_way_than_the_relay_makes_no_call
# What is broken, where, what stands there, what is put there, the journey that has to see it.
PLANTED = [
    (QUICK, "other ways than the relay", "RTCPeerConnection(mesh.ice)",
     "RTCPeerConnection({ ...mesh.ice, iceTransportPolicy: 'all' })", RELOAD),
    (SLOW, "any way is taken", 'ice.iceTransportPolicy !== "relay"', "false", NO_RELAY),
    (QUICK, "what does not open is played", "counted.broken++;", "counted.broken++; controller.enqueue(frame);", SHUT),
    (QUICK, "camera on before anybody says so", "  if (!canSeal) {",
     '  media.want("camera");\n  if (!canSeal) {', RELOAD),
    (QUICK, "leaving leaves the camera on", "this.tracks[kind]?.stop();", "", OFF),
    (SLOW, "Leave is not heard",
     'document.addEventListener("leave", leave);\n  addEventListener("pagehide", leave);', "", OFF),
    (SLOW, "nothing is said of what does not open", "rounds >= MUTE_ROUNDS", "false", SHUT),
    (SLOW, "a reloaded page stays outside", "const kept = remembered();", "const kept = null;", RELOAD),
    (SLOW, "a changed network changes nothing", "this.line.restartIce();", "", RELOAD),
    (SLOW, "a weak line changes nothing", "giveWay(isWeak);", "", RELOAD),
    (SLOW, "keys stay when somebody is put out", 'order: "forget", sender: other });\n      this.renew();',
     'order: "forget", sender: other });', DOOR),
    (SLOW, "a shape that stands still", "Math.min(1, level * 4)", "0", RELOAD),
    (SLOW, "a camera behind the shape", 'video: way === "camera" }',
     'video: way === "camera" || way === "avatar" }', RELOAD),
    (SLOW, "a weak line is an alarm", "note(!isCoarse", "trouble(!isCoarse", RELOAD),
    (SLOW, "the microphone that was tried stays on", "      return media.stopAll();", "      return;", OFF),
    (SLOW, "a media server's lines are begun anew", 'step: "reconnect-up"', 'step: "reconnect"', LARGER),
    (SLOW, "a line that falls silent is not looked after", 'line === "disconnected"', "false", OUTLIVES),
]  # fmt: skip
CHOSEN = [each for each in PLANTED if ALL or each[0] is QUICK]


@pytest.mark.parametrize(
    ("is_quick", "before", "after", "journey"),
    [(each[0], *each[2:]) for each in CHOSEN],
    ids=[each[1] for each in CHOSEN],
)
def test_each_fault_is_seen(
    visitor: Arrive,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    is_quick: bool,
    before: str,
    after: str,
    journey: Callable[..., None],
) -> None:
    planted: list[str] = []

    def change(route: Route) -> None:
        answer = route.fetch()
        words = answer.text()
        planted.extend(["here"] * (before in words))
        route.fulfill(response=answer, body=words.replace(before, after))

    arrive = Caller.__init__

    callers: list[Caller] = []

    def arrives(self: Caller, person: Visitor, *given: Any, **named: Any) -> None:
        callers.append(self)
        for script in ("**/bundles/call*.js", "**/calls/frames*.js"):
            person.context.route(script, change)
        arrive(self, person, *given, **named)

    monkeypatch.setattr(Caller, "__init__", arrives)
    if not is_quick:
        monkeypatch.setattr(caller, "PATIENCE", 12.0)
        expect.set_options(timeout=12_000)
    try:
        with pytest.raises((AssertionError, Error)):
            journey(visitor, house)
    finally:
        expect.set_options(timeout=20_000)
        for each in callers:  # or the next fault meets them in the call
            each.page.evaluate("document.dispatchEvent(new Event('leave'))")
            each.page.wait_for_timeout(300)
    assert planted, "the fault fits nowhere any more"
