"""What the browsers of a call do with frames and keys: vectors, changed bits, a third person, somebody between.

The scripts are run as they are served, on a page of their own, with frames and lines made by the test.
"""

import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from playwright.sync_api import Browser, Error, Page

from tests.journeys.house import Weather

SCRIPTS = Path(__file__).resolve().parents[2] / "calls" / "static" / "calls"
# A worker of its own for each of those who take part, and lines between them that the test can bend.
STAGE = f"""
const newWorker = () => {{
  const self = {{}};
  {(SCRIPTS / "frames.js").read_text()}
  const order = (data) => self.onmessage({{ data, ports: [] }}) ?? before;
  const through = async (work) => {{
    const passed = [];
    await work({{ enqueue: (frame) => passed.push(frame) }});
    return passed.map(({{ data }}) => [...new Uint8Array(data)]);
  }};
  return {{
    counts, order, postMessage: order,
    settled: () => before,
    seal: (bytes, kind, type) => through((out) => sealFrame({{ data: new Uint8Array(bytes).buffer, type }}, kind, out)),
    open: (bytes, kind, type, sender) =>
      through((out) => openFrame({{ data: new Uint8Array(bytes).buffer, type }}, kind, sender, out)),
  }};
}};
{(SCRIPTS / "keys.js").read_text()}
const meetAll = async (names, bend = (from, to, body) => body) => {{
  const people = {{}};
  const lines = [];
  for (const me of names) {{
    const worker = newWorker();
    const codes = {{}};
    const broken = [];
    const tell = (to, body) => {{ const bent = bend(me, to, body); if (bent) lines.push([me, to, bent]); }};
    const keys = new HearthsideCall.Keys({{
      me, worker, tell, sent: async () => {{}}, onCode: (other, code) => {{ codes[other] = code; }},
      onBroken: (other) => broken.push(other),
    }});
    people[me] = {{ worker, keys, codes, broken }};
  }}
  const settle = async () => {{
    for (let quiet = 0; quiet < 3; quiet++) {{
      for (let line; (line = lines.shift()); quiet = 0) {{
        const [from, to, body] = line;
        await people[to]?.keys.take(from, body);
      }}
      for (const {{ keys, worker }} of Object.values(people)) {{
        await Promise.all([...keys.links.values()].map((link) => link.ready));
        await keys.turn;
        await worker.settled();
      }}
    }}
  }};
  for (const me of names) for (const other of names) if (other !== me) people[me].keys.meet(other);
  await settle();
  return {{ people, settle }};
}};
"""
SECRET, REF = bytes(range(32)), "a-participant-ref"
SOUND, PICTURE = bytes(range(40, 100)), bytes(range(100, 200))


@pytest.fixture
def page(browser: Browser, weather: Weather) -> Any:
    page = browser.new_page()
    page.goto(weather.url)
    yield page
    page.close()


def play(page: Page, act: str, *given: Any) -> Any:
    return page.evaluate(f"async (given) => {{ {STAGE} {act} }}", list(given))


def sealed_by_hand(frame: bytes, head: int, number: int, counter: int) -> bytes:
    """The same by the description in frames.js and another library."""
    info = f"hearthside call frames v1|{REF}".encode()
    made = HKDF(SHA256(), length=44, salt=bytes(32), info=info).derive(SECRET)
    start = int.from_bytes(made[36:], "big") ^ counter
    trailer = bytes([number]) + struct.pack(">Q", counter)
    nonce = made[32:36] + struct.pack(">Q", start)
    body = AESGCM(made[:32]).encrypt(nonce, frame[head:], frame[:head] + trailer)
    return frame[:head] + body + trailer


@pytest.mark.media
def test_frames_are_sealed_as_described_and_a_single_changed_bit_keeps_one_shut(page: Page) -> None:
    found = play(
        page,
        """
        const [secret, ref, sound, picture] = given;
        const bytes = () => new Uint8Array(secret).buffer;
        const [one, other, stranger] = [newWorker(), newWorker(), newWorker()];
        const unkeyed = await one.seal(sound, "audio");
        await one.order({ order: "own", number: 7, secret: bytes(), ref });
        await other.order({ order: "theirs", number: 7, secret: bytes(), sender: ref });
        await stranger.order({ order: "theirs", number: 7, secret: bytes(), sender: "somebody-else" });
        const sealed = [
          ...(await one.seal(sound, "audio")), ...(await one.seal(picture, "video", "key")),
          ...(await one.seal(picture, "video", "delta")),
        ];
        const opened = [
          ...(await other.open(sealed[0], "audio", undefined, ref)),
          ...(await other.open(sealed[1], "video", "key", ref)),
          ...(await other.open(sealed[2], "video", "delta", ref)),
        ];
        let through = 0;
        for (const [frame, kind, type] of [[sealed[0], "audio"], [sealed[1], "video", "key"]])
          for (let bit = 0; bit < frame.length * 8; bit++) {
            const bent = frame.slice();
            bent[bit >> 3] ^= 1 << (bit & 7);
            through += (await other.open(bent, kind, type, ref)).length;
          }
        const cut = (await other.open(sealed[0].slice(0, 20), "audio", undefined, ref)).length;
        const swapped = (await stranger.open(sealed[0], "audio", undefined, "somebody-else")).length;
        return { unkeyed, held: one.counts.held, sealed, opened, through, cut, swapped };
        """,
        list(SECRET),
        REF,
        list(SOUND),
        list(PICTURE),
    )

    assert (found["unkeyed"], found["held"]) == ([], 1), "without a key nothing leaves"
    assert [bytes(each) for each in found["sealed"]] == [
        sealed_by_hand(SOUND, 0, 7, 0),
        sealed_by_hand(PICTURE, 10, 7, 1),
        sealed_by_hand(PICTURE, 3, 7, 2),
    ]
    assert [bytes(each) for each in found["opened"]] == [SOUND, PICTURE, PICTURE]
    assert (found["through"], found["cut"], found["swapped"]) == (0, 0, 0)


@pytest.mark.media
def test_whoever_has_gone_opens_nothing_that_is_said_afterwards_and_those_who_stay_do(page: Page) -> None:
    found = play(
        page,
        """
        const { people, settle } = await meetAll(["ann", "bea", "cyd"]);
        const { ann, bea, cyd } = people;
        const say = async () => {
          const [frame] = await ann.worker.seal(given[0], "audio");
          const heard = [];
          for (const each of [bea, cyd]) heard.push((await each.worker.open(frame, "audio", undefined, "ann")).length);
          return heard;
        };
        const before = await say();
        for (const each of [ann, bea]) each.keys.part("cyd");
        await settle();
        return { before, after: await say(), codes: [ann.codes.bea, bea.codes.ann, ann.codes.cyd] };
        """,
        list(SOUND),
    )

    assert (found["before"], found["after"]) == ([1, 1], [1, 0])
    assert found["codes"][0] == found["codes"][1] != found["codes"][2]


def test_somebody_between_the_two_is_told_by_the_code_or_gets_nowhere(page: Page) -> None:
    found = play(
        page,
        """
        // Between the two sits one who has a key of their own for each side.
        const mine = {};
        for (const side of ["ann", "bea"]) {
          const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
          const open = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
          const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", open));
          mine[side] = { open: btoa(String.fromCharCode(...open)), commit: btoa(String.fromCharCode(...hash)) };
        }
        const both = (from, to, body) => (body.step === "give" ? null : { ...body, value: mine[to][body.step] });
        const late = (from, to, body) => (body.step === "open" ? { ...body, value: mine[to].open } : body);
        const patient = await meetAll(["ann", "bea"], both);
        const hasty = await meetAll(["ann", "bea"], late);
        const heard = async ({ people: { ann, bea } }) => {
          const [frame] = await ann.worker.seal(given[0], "audio");
          return frame ? (await bea.worker.open(frame, "audio", undefined, "ann")).length : "held";
        };
        return {
          codes: [patient.people.ann.codes.bea, patient.people.bea.codes.ann], heard: await heard(patient),
          hasty: [hasty.people.ann.broken, hasty.people.ann.codes, await heard(hasty)],
        };
        """,
        list(SOUND),
    )

    assert found["codes"][0] and found["codes"][0] != found["codes"][1]
    assert found["heard"] == 0
    assert found["hasty"] == [["bea"], {}, "held"]


FRAMES = test_frames_are_sealed_as_described_and_a_single_changed_bit_keeps_one_shut
LEAVING = test_whoever_has_gone_opens_nothing_that_is_said_afterwards_and_those_who_stay_do
BETWEEN = test_somebody_between_the_two_is_told_by_the_code_or_gets_nowhere
PLANTED = [
    ("frames leave without a key", "counts.held++;", "controller.enqueue(frame);", FRAMES),
    ("what does not open is played", "counted.broken++;", "controller.enqueue(frame);", FRAMES),
    ("changed heads pass", "additionalData: joined(head, trailer)", "additionalData: new Uint8Array()", FRAMES),
    ("any sender's key opens", "frames v1|${sender}", "frames v1|", FRAMES),
    ("keys outlive a leaving", 'sender: other });\n      this.renew();', "sender: other });", LEAVING),
    ("promises are not kept", "!sameBytes(await hash(key), this.promised)", "false", BETWEEN),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "test"), [each[1:] for each in PLANTED], ids=[each[0] for each in PLANTED]
)
def test_each_fault_in_the_scripts_is_seen(
    page: Page, monkeypatch: pytest.MonkeyPatch, before: str, after: str, test: Callable[[Page], None]
) -> None:
    assert before in STAGE, "the fault fits nowhere any more"
    monkeypatch.setattr(sys.modules[__name__], "STAGE", STAGE.replace(before, after))

    with pytest.raises((AssertionError, Error)):
        test(page)
