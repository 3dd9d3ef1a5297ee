"""Scrolling back through a long conversation in a real browser, page by page as its reader would, to its beginning.

Counted are the gaps between frames, what blocks the page for more than 50 ms, how far what one reads moves when
earlier messages are put above it, and how the page grows.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.client import percentile
from bench.plan import Plan, say
from bench.server import LOAD_CORE, SERVER_CORE, serving
from bench.table import Row

SMOOTH_MS, MOST_JUMP, A_THOUSAND, IN_A_PAGE = 34.0, 1.0, 1_000, 50
SCROLLED = 8  # a window is passed in so many frames: a quick push with a thumb
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PHONE, DESK = (360, 780, 4), (1280, 800, 1)  # width, height, how many times slower than this machine

# One page of history: upwards by so many pixels in each frame until the way to earlier messages can be seen, then a
# press on it, and for a while after they came: where does the row stand that one was reading?
A_PAGE = """async (pixels) => {
  const frame = () => new Promise(requestAnimationFrame);
  const rows = () => [...document.querySelectorAll(".messages > [data-message]")];
  const way = () => document.querySelector("nav:not([hidden]) > [data-earlier]");
  const gaps = [];
  let last = await frame(), now;
  const step = async () => { now = await frame(); gaps.push(now - last); last = now; };
  const top = () => (way() ?? rows()[0]).getBoundingClientRect().top;
  while (top() < 0 && scrollY > 0) { scrollBy(0, -pixels); await step(); }
  const [first] = rows();
  if (!way()) return { gaps, rows: rows().length, ended: true };
  const read = rows().find((row) => row.getBoundingClientRect().bottom > innerHeight / 2);
  const stood = read.getBoundingClientRect().top;
  const begun = performance.now();
  way().click();
  let moved = 0, took = 0;
  for (let after = 0; after < 12; ) {
    await step();
    moved = Math.max(moved, Math.abs(read.getBoundingClientRect().top - stood));
    if (rows()[0] !== first) { took ||= performance.now() - begun; after += 1; }
    if (performance.now() - begun > 20000) throw new Error("no earlier messages came");
  }
  return { gaps, rows: rows().length, moved, took, ended: false };
}"""
# What blocked the page, told to those who ask afterwards.
WATCH = """
window.blocked = [];
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.blocked.push(one.duration); })
  .observe({ type: "longtask" });
"""


@dataclass(frozen=True)
class Turn:
    """One page of history: the gaps between its frames, what moved, and what the page held afterwards."""

    gaps: list[float]
    rows: int
    moved: float
    took: float
    blocked: list[float]
    nodes: int
    heap: float


def measure(plan: Plan) -> list[Row]:
    """Return the rows for a conversation and a room, on a desk and on a slow phone; none where there is no Chromium."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        say("scrolling is left out: no Chromium was found (CHROMIUM can name one)")
        return []
    with plan.copy(plan.small) as home:
        said = home.run("bench/long_talk.py", "--messages", str(plan.long_talk))
        where = json.loads(said.splitlines()[-1])
        with (
            serving(home) as server,
            sync_playwright() as playwright,
            _all_cores(),
            playwright.chromium.launch(executable_path=program, args=ARGUMENTS) as chromium,
        ):
            origin = f"http://127.0.0.1:{server.port}"
            rows: list[Row] = []
            for name, kind in (("a conversation", "talk"), ("a room", "room")):
                for on, screen in (("a desk", DESK), ("a phone 4 times slower", PHONE)):
                    what = f"{plan.long_talk:,} messages of {name} on {on}"
                    say(f"scrolling back through {what}")
                    turns = list(
                        _visit(chromium, origin + where[kind], where["session"], screen, plan.long_talk)
                    )
                    rows += _rows(what, turns)
            return rows


@contextmanager
def _all_cores() -> Iterator[None]:
    """Let the browser have both cores: it draws in several processes, and the server has little to do."""
    had = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE, LOAD_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, had)


def _visit(
    chromium: Browser, address: str, session: str, screen: tuple[int, int, int], messages: int
) -> Iterator[Turn]:
    width, height, slower = screen
    context = chromium.new_context(viewport={"width": width, "height": height})
    context.add_cookies([{"name": "session", "value": session, "url": address}])
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(address, wait_until="load")
    tools = context.new_cdp_session(page)
    tools.send("Performance.enable")
    tools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    yield from _turns(page, tools, messages, height)
    context.close()


def _turns(page: Page, tools: Any, messages: int, height: int) -> Iterator[Turn]:
    """Go back to the beginning: by scrolling in the first and the last thousand, in jumps between them."""
    pages = messages // IN_A_PAGE
    for number in range(2 * pages):
        is_counted = min(number, pages - number) <= A_THOUSAND // IN_A_PAGE
        seen = page.evaluate(A_PAGE, height / SCROLLED if is_counted else 10**7)
        blocked = page.evaluate("window.blocked.splice(0)")
        if seen["ended"] or number + 1 == A_THOUSAND // IN_A_PAGE:
            tools.send("HeapProfiler.collectGarbage")  # what is told as held is held, and not only left lying
        held = {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
        yield Turn(
            seen["gaps"], seen["rows"], seen.get("moved", 0), seen.get("took", 0), blocked,
            int(held["Nodes"]), held["JSHeapUsedSize"] / 2**20,
        )  # fmt: skip
        if seen["ended"]:
            return


def _rows(what: str, turns: list[Turn]) -> list[Row]:
    pages = A_THOUSAND // IN_A_PAGE
    first, last = _smooth(turns[:pages]), _smooth(turns[-pages:])
    jump = max(turn.moved for turn in turns)
    took = [turn.took for turn in turns if turn.took]
    blocked = [each for turn in turns for each in turn.blocked]
    longest = f"{len(blocked)} tasks over 50 ms, longest {max(blocked, default=0):.0f} ms"
    early, late = turns[:pages][-1], turns[-1]
    return [
        Row(
            f"{what}: p95 between frames, first and last thousand",
            f"{first:.0f} and {last:.0f} ms ({longest})",
            f"≤ {SMOOTH_MS:.0f} ms",
            max(first, last) <= SMOOTH_MS,
        ),
        Row(
            f"– what one reads moves when earlier ones are put above it: {what}",
            f"{jump:.1f} px",
            f"≤ {MOST_JUMP:.0f} px",
            jump <= MOST_JUMP,
        ),
        Row(
            f"– 50 earlier ones came within: {what}",
            f"p50 {percentile(took, 50):.0f}, p95 {percentile(took, 95):.0f} ms; "
            f"after the first thousand {_held(early)}, at the end {_held(late)}",
        ),
    ]


def _held(turn: Turn) -> str:
    return f"{turn.rows:,} rows, {turn.nodes:,} nodes, {turn.heap:.0f} MB of heap"


def _smooth(turns: list[Turn]) -> float:
    return percentile(sorted(gap for turn in turns for gap in turn.gaps), 95)
