"""A thread over a bad line, in a real browser held to 50 kB a second and 400 ms: when its first words can be read."""

import os
import shutil
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.plan import Plan, say
from bench.server import serving
from bench.table import Row

BYTES_A_SECOND, LATENCY = 50_000, 400
MOST_SECONDS, MOST_TRIPS = 3.0, 3
# A line to a server elsewhere is opened first: once there and back for TCP and once for TLS 1.3. On this machine
# that takes no time, and the browser's throttle leaves it out.
OPENING = 2 * LATENCY / 1000
VISITS = 5
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# Notes the frame in which the first post's words stand on the painted page.
WATCH = """
(() => {
  const look = () => {
    const words = document.querySelector(".posts .words");
    const painted = performance.getEntriesByName("first-contentful-paint").length;
    if (painted && words?.innerText.trim() && words.getBoundingClientRect().height) window.readAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def measure(plan: Plan) -> list[Row]:
    """Return the rows for a stranger and for a member; none where there is no Chromium."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        say("a slow line is left out: no Chromium was found (CHROMIUM can name one)")
        return []
    say("a slow line")
    with plan.copy(plan.small) as home, serving(home) as server, sync_playwright() as playwright:
        address = f"http://127.0.0.1:{server.port}{home.thread_page}"
        session = home.sign_in()[0]
        with playwright.chromium.launch(executable_path=browser, args=ARGUMENTS) as chromium:
            return [
                _row("a stranger", [_visit(chromium, address, "") for _ in range(VISITS)]),
                _row("a member", [_visit(chromium, address, session) for _ in range(VISITS)]),
            ]


def _visit(chromium: Any, address: str, session: str) -> tuple[float, int]:
    """Open the thread once with nothing in the cache; return seconds until it can be read, and round trips."""
    context = chromium.new_context(viewport={"width": 360, "height": 780})
    if session:
        context.add_cookies([{"name": "session", "value": session, "url": address}])
    context.add_init_script(WATCH)
    page = context.new_page()
    depths = _slow_down(page)
    page.goto(address, wait_until="load")
    trips = max(depths.values())  # before the page has loaded; its event stream comes afterwards
    # Asked again and again: to wait for a function in the page is an eval, which its policy refuses.
    while (read_at := page.evaluate("window.readAt ?? null")) is None:
        page.wait_for_timeout(50)
    seconds = read_at / 1000
    context.close()
    return seconds, trips


def _slow_down(page: Page) -> dict[str, int]:
    """Throttle the line; return how many answers each address had to wait for, filled as the page asks."""
    depths: dict[str, int] = {}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    network.on("Network.requestWillBeSent", lambda event: _note(depths, event))
    return depths


def _note(depths: dict[str, int], event: dict[str, Any]) -> None:
    address = event["request"]["url"]
    if address.startswith("data:"):
        return
    initiator = event["initiator"]
    frames = initiator.get("stack", {}).get("callFrames", [])
    asked_by = initiator.get("url") or (frames[0]["url"] if frames else "")
    depths[address] = depths.get(asked_by, 0) + 1


def _row(who: str, visits: list[tuple[float, int]]) -> Row:
    seconds = sorted(seconds for seconds, _ in visits)[len(visits) // 2]
    trips = max(trips for _, trips in visits)
    return Row(
        f"First words of a thread at 50 kB/s and 400 ms, {who}, nothing cached",
        f"{seconds + OPENING:.1f} s with opening the line ({seconds:.1f} s without), {trips} round trips",
        f"≤ {MOST_SECONDS:.0f} s, ≤ {MOST_TRIPS} round trips",
        seconds + OPENING <= MOST_SECONDS and trips <= MOST_TRIPS,
    )
