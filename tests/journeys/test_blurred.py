"""A camera with the room behind blurred, by the package the operator added: the sharp picture goes nowhere."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.caller import Caller
from tests.journeys.house import House
from tests.journeys.test_calls import goes_both_ways
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
# How sharp a picture is: how much brighter or darker each point is than the one beside it, from 0 to 255.
SHARPNESS = """async (which) => {
  const eye = which === "own" ? document.querySelector("[data-self]") : document.createElement("video");
  const camera = window.seen.tracks.find(({ kind }) => kind === "video");
  if (which === "camera") {
    Object.assign(eye, { muted: true, srcObject: new MediaStream([camera]) });
    await eye.play();
  }
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  const brush = canvas.getContext("2d");
  brush.drawImage(eye, 0, 0, 320, 240);
  const { data } = brush.getImageData(0, 0, 320, 240);
  let steps = 0;
  for (let at = 4; at < data.length; at += 4) steps += Math.abs(data[at + 1] - data[at - 3]);
  return steps / (data.length / 4);
}"""
AS_SLOW_AS_IT_IS = "addEventListener('DOMContentLoaded', () => { HearthsideCall.blurring.fewest = 0; });"
NEVER_QUICK_ENOUGH = (
    "addEventListener('DOMContentLoaded', () => {"
    " Object.assign(HearthsideCall.blurring, { fewest: 1000, seconds: 1 }); });"
)


@pytest.fixture(autouse=True)
def _with_package_and_relay(relay: dict[str, Any] | None) -> None:
    if relay is None:
        pytest.skip("coturn is not installed, so nobody can call (apt-get install coturn)")
    if not os.environ.get("HEARTHSIDE_BLUR"):
        pytest.skip("what blurs a room is not here (HEARTHSIDE_BLUR, docs/operator.md)")


def test_the_room_behind_is_blurred_and_its_sharp_picture_reaches_nobody(
    visitor: Arrive, house: House
) -> None:
    talk = house.facts["talk"]
    asha = Caller(visitor("Asha"), talk, also=AS_SLOW_AS_IT_IS)
    ben = Caller(visitor("Ben"), talk)
    asked: list[str] = []
    asha.page.on("request", lambda request: asked.append(request.url))
    _comes_in_blurred(asha)
    ben.opens_the_page().comes_in("Voice and camera")

    goes_both_ways(asha, ben)

    assert asha.page.evaluate(SHARPNESS, "own") < asha.page.evaluate(SHARPNESS, "camera") / 2
    assert all(url.startswith((house.url, "data:", "blob:")) for url in asked)
    assert not _sends_the_camera(asha)

    blurs = asha.page.get_by_role("button", name="Blur the room behind me")
    expect(blurs).to_have_attribute("aria-pressed", "true")
    asha.page.get_by_role("button", name="Leave the call").click()
    asha.person.sees("You have left the call. Microphone and camera are off.")
    assert set(asha.tracks().values()) == {"ended"}


def test_where_blurring_fails_there_is_no_picture_instead_of_a_sharp_one(
    visitor: Arrive, house: House
) -> None:
    asha = Caller(visitor("Asha"), house.facts["talk"])
    asha.page.route("**/*selfie_segmentation*.js", lambda route: route.abort())
    asha.opens_the_page()
    asha.page.get_by_label("With the camera: blur the room behind me").check()

    asha.chooses("Voice and camera")

    asha.person.sees("The room behind you could not be blurred")
    assert asha.tracks()["video"] == "ended"


def test_where_blurring_is_too_slow_the_picture_goes_and_the_voice_stays(
    visitor: Arrive, house: House
) -> None:
    asha = Caller(visitor("Asha"), house.facts["talk"], also=NEVER_QUICK_ENOUGH)

    _comes_in_blurred(asha)

    asha.person.sees("not quickly enough, so your picture is off. Your voice goes on.")
    assert asha.tracks() == {"audio": "live", "video": "ended"}
    expect(asha.page.get_by_label("How you are there")).to_have_value("avatar")
    assert not _sends_the_camera(asha)


def _comes_in_blurred(caller: Caller) -> None:
    """Come in with a blurred camera; what finds the person has first to be fetched and begun."""
    caller.opens_the_page()
    caller.page.get_by_label("With the camera: blur the room behind me").check()
    caller.chooses("Voice and camera")
    expect(caller.page.get_by_role("button", name="Leave the call")).to_be_visible(timeout=30_000)


def _sends_the_camera(caller: Caller) -> bool:
    """Whether any line sends a track the browser got from the camera."""
    found: bool = caller.page.evaluate(
        """window.seen.lines.some((line) => line.getSenders().some(
        ({ track }) => track?.kind === "video" && window.seen.tracks.some(({ id }) => id === track.id)))"""
    )
    return found
