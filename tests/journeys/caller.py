"""Somebody in a call, and what their browser measured: what was sent, what came, what opened."""

import re
import time
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.visitor import Visitor

PATIENCE = 20.0
# Keeps an eye on every connection, worker and track the page makes; the page itself is as it always is.
WATCH = """
window.seen = { lines: [], workers: [], tracks: [], asked: 0, tones: 0 };
const sound = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.seen.tones++; return sound.apply(this, when); };
const Line = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Line {
  constructor(...how) { super(...how); window.seen.lines.push(this); }
};
const Thread = window.Worker;
window.Worker = class extends Thread {
  constructor(...how) { super(...how); window.seen.workers.push(this); }
};
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  window.seen.asked++;
  const stream = await open(wanted);
  window.seen.tracks.push(...stream.getTracks());
  return stream;
};
"""
MEASURE = """async () => {
  const found = { candidates: [], own: [], frames: 0, samples: 0, bytes: 0, descriptions: [], states: [] };
  for (const line of window.seen.lines) {
    found.states.push(line.connectionState);
    found.descriptions.push(line.localDescription?.sdp ?? "", line.remoteDescription?.sdp ?? "");
    for (const one of (await line.getStats()).values()) {
      if (one.type.endsWith("-candidate")) found.candidates.push([one.candidateType, one.address]);
      if (one.type === "local-candidate") found.own.push([one.candidateType, one.address]);
      if (one.type !== "inbound-rtp") continue;
      found.bytes += one.bytesReceived;
      found.frames += one.framesDecoded ?? 0;
      if (one.kind === "audio") found.samples += one.totalSamplesReceived ?? 0;
    }
  }
  found.counts = null;
  // Asked last, so that whatever was decoded by then had been counted.
  if (window.seen.workers.length) found.counts = await new Promise((answer) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answer(data);
    window.seen.workers.at(-1).postMessage({ order: "counts" }, [port2]);
    setTimeout(() => answer(null), 1000);
  });
  return found;
}"""


class Caller:
    """A visitor in a call: of a conversation, of a circle, or at a table."""

    def __init__(self, person: Visitor, number: int, *, at: str = "conversation", also: str = "") -> None:
        self.person, self.page = person, person.page
        self.address = f"/calls/{at}/{number}/"
        person.context.grant_permissions(["camera", "microphone"])
        person.context.add_init_script(WATCH + also)

    def comes_to_the_circle(self, circle: int) -> "Caller":
        """Arrive in a circle, and open its call, which is a part of its page."""
        self.person.go(f"/circles/{circle}/room/").press("Come in")
        expect(self.page.locator("[data-circle]")).to_be_visible()
        self.page.locator("#call > summary").click()
        return self

    def opens_the_page(self) -> "Caller":
        self.person.go(self.address)
        return self

    def comes_in(self, way: str) -> "Caller":
        self.chooses(way)
        expect(self.page.get_by_role("button", name="Leave the call")).to_be_visible()
        return self

    def chooses(self, way: str) -> None:
        self.page.get_by_role("radio", name=way, exact=True).check()
        self.person.press("Come in")

    @property
    def safety_code(self) -> str:
        """The code that stands beside the other."""
        code = self.page.locator("[data-part=code]")
        expect(code).to_be_visible()
        return code.inner_text()

    def measured(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(MEASURE)
        return found

    def ways(self) -> set[str]:
        """The marks of the ways this browser's lines take now; other ones after each look for a new way."""
        found = self.measured()
        told = zip(found["descriptions"][::2], found["states"], strict=True)
        open_ones = "".join(words for words, state in told if state != "closed")
        return set(re.findall("a=ice-ufrag:(.*)", open_ones))

    def limits(self) -> dict[str, int]:
        """How many bits a second this browser sends at most, of sound and of pictures."""
        found: dict[str, int] = self.page.evaluate(
            """Object.fromEntries(window.seen.lines.at(-1).getSenders().filter((sender) => sender.track)
            .map((sender) => [sender.track.kind, sender.getParameters().encodings[0].maxBitrate]))"""
        )
        return found

    def tracks(self) -> dict[str, str]:
        """What became of the sound and the picture this page asked for last."""
        found: dict[str, str] = self.page.evaluate(
            "Object.fromEntries(window.seen.tracks.map((track) => [track.kind, track.readyState]))"
        )
        return found

    def waits_for(self, expression: str) -> None:
        """Look at the page until this is true of it; Playwright's own way to wait is refused by our policy."""
        deadline = time.monotonic() + PATIENCE
        while not self.page.evaluate(expression):
            assert time.monotonic() < deadline, expression
            self.page.wait_for_timeout(100)

    def waits_until(self, wanted: Any, page: Page | None = None) -> dict[str, Any]:
        """Measure until this holds, and return what was measured then."""
        deadline = time.monotonic() + PATIENCE
        while not wanted(found := self.measured()):
            assert time.monotonic() < deadline, {**found, "descriptions": len(found["descriptions"])}
            self.page.wait_for_timeout(100)
        return found
