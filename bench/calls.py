"""Calls: how soon one hears the others, what that costs each server, and many circles that begin at once.

Callers are pages of one headless Chromium with a microphone that is not there, on the core of the load; so times grow
with the number of callers for that reason as well.
"""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench import circles
from bench.client import percentile
from bench.homes import Home
from bench.plan import Plan, say
from bench.server import TICKS, Server, serving
from bench.streams import uvloop_running
from bench.table import Row
from config.relay import own_calls

MESH, CIRCLE = 1, 11  # a small table and a large one (tests/journeys/tables)
SIZES = (("mesh", MESH, (2, 3, 4)), ("Janus", CIRCLE, (4, 6)))
STEADY = 10.0
ANSWERED_MS = 2_000
OF = 8
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --use-fake-ui-for-media-stream --use-fake-device-for-media-stream "
    "--autoplay-policy=no-user-gesture-required --disable-background-timer-throttling --disable-renderer-backgrounding "
    "--disable-backgrounding-occluded-windows"
).split()
WATCH = """
window.lines = [];
const Line = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Line {
  constructor(...how) { super(...how); window.lines.push(this); }
};
"""
# Press the button, and say after how many milliseconds the first of the others was decoded, and the last.
COME_IN = """async (others) => {
  const begun = performance.now();
  const heard = [];
  document.querySelector("[data-preview] [type=submit]").click();
  while (performance.now() - begun < 60000) {
    let count = 0;
    for (const line of window.lines)
      for (const one of (await line.getStats()).values())
        count += one.type === "inbound-rtp" && one.kind === "audio" && one.totalSamplesReceived > 0;
    while (heard.length < count) heard.push(performance.now() - begun);
    if (count >= others) return heard;
    await new Promise((soon) => setTimeout(soon, 20));
  }
  return heard;
}"""


def measure(plan: Plan) -> list[Row]:
    with plan.copy(plan.small) as home, own_calls() as calls:
        if calls is None:
            return [Row("Calls", "not measured: coturn is not installed")]
        environment = described(calls)
        rows = list(_callers(home, environment, calls)) if Path(CHROMIUM).exists() else []
        if calls["janus"] is None:
            return [*rows, Row("Circles", "not measured: Janus is not installed")]
        return [*rows, *_circles(home, environment, plan)]


def described(calls: dict[str, Any]) -> dict[str, str]:
    """Return how an operator would describe these servers."""
    facts = {
        "HEARTHSIDE_TURN": " ".join(calls["urls"]),
        "HEARTHSIDE_TURN_SECRET": calls["secret"],
        "HEARTHSIDE_TURN_RELAYS": " ".join(calls["relays"]),
    }
    if janus := calls["janus"]:
        facts |= {
            "HEARTHSIDE_JANUS": f"{janus['api']} {janus['admin']}",
            "HEARTHSIDE_JANUS_SECRET": janus["secret"],
            "HEARTHSIDE_JANUS_ADDRESSES": " ".join(janus["addresses"]),
        }
    return facts


# ---- how soon one hears the others ---------------------------------------------------------------------------


def _callers(home: Home, environment: dict[str, str], calls: dict[str, Any]) -> Iterator[Row]:
    from playwright.sync_api import sync_playwright

    with serving(home, **environment) as server, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, table, sizes in SIZES:
            if table == CIRCLE and calls["janus"] is None:
                continue
            for size in sizes:
                say(f"{size} in a call, {name}")
                yield _row(name, size, *_call(browser, server, home.sign_in(size), table + 2 * size))
        browser.close()


def _call(
    browser: Any, server: Server, sessions: list[str], table: int
) -> tuple[list[float], list[int], dict[str, float]]:
    """Return when the one who comes last hears the others, the signals that took, and CPU seconds by server."""
    with ExitStack() as stack:
        pages = [stack.enter_context(_page(browser, server.port, session)) for session in sessions]
        for page in pages:
            page.goto(f"http://127.0.0.1:{server.port}/calls/table/{table}/")
            page.get_by_role("radio", name="Voice", exact=True).check()
        for number, page in enumerate(pages[:-1]):
            page.evaluate(COME_IN, number)
        sizes: list[int] = []
        for page in pages:
            page.on("requestfinished", lambda it: sizes.append(_size_of(it)) if "/calls/" in it.url else None)
        heard = pages[-1].evaluate(COME_IN, len(pages) - 1)
        signals = list(sizes)
        before = _used(server)
        pages[0].wait_for_timeout(STEADY * 1000)
        used = {name: spent - before.get(name, 0) for name, spent in _used(server).items()}
        return heard, signals, used


@contextmanager
def _page(browser: Any, port: int, session: str) -> Iterator[Any]:
    context = browser.new_context(permissions=["microphone"], service_workers="block")
    context.add_cookies([{"name": "session", "value": session, "url": f"http://127.0.0.1:{port}"}])
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def _size_of(request: Any) -> int:
    sizes = request.sizes()
    return int(sizes["requestBodySize"] + sizes["responseBodySize"])


def _used(server: Server) -> dict[str, float]:
    """Return the CPU seconds of our server and of what runs beside it."""
    used = {"ours": server.cpu_seconds}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        fields = rest.split()
        if int(fields[1]) == os.getpid() and name in {"janus", "turnserver"}:
            used[name] = (int(fields[11]) + int(fields[12])) / TICKS
    return used


def _row(name: str, size: int, heard: list[float], signals: list[int], used: dict[str, float]) -> Row:
    costs = ", ".join(f"{who} {100 * spent / STEADY / size:.1f} %" for who, spent in used.items())
    first, last = (f"{heard[at] / 1000:.1f} s" for at in (0, -1)) if heard else ("never", "never")
    all_heard = "" if len(heard) >= size - 1 else f", {size - 1 - len(heard)} not within a minute"
    return Row(
        f"The {size}. comes into a call by voice, {name}: first of the others heard, all of them",
        f"{first}, {last}{all_heard}; {len(signals)} requests and {sum(signals) / 1000:.0f} kB of signals; "
        f"CPU of one core for each who takes part: {costs}",
    )


# ---- many circles at once --------------------------------------------------------------------------------------


def _circles(home: Home, environment: dict[str, str], plan: Plan) -> list[Row]:
    say(f"{plan.circles} circles of {OF} that begin within {plan.circles_within:.0f} seconds")
    with serving(home, **environment) as server:
        sessions = home.sign_in(plan.circles * OF)
        before, begun = server.cpu_seconds, time.perf_counter()
        with uvloop_running() as loop:
            found = loop.run_until_complete(
                circles.begin(server.port, sessions, circle=OF, within=plan.circles_within)
            )
        cpu = (server.cpu_seconds - before) / (time.perf_counter() - begun)
    p95 = percentile(found.joins, 95)
    came = len(found.joins)
    everybody = came == len(sessions)
    return [
        Row(
            f"{plan.circles:,} circles of {OF} begin within {plan.circles_within:.0f} s: a join is answered, p95; "
            "messages lost",
            f"{p95:.0f} ms (p50 {percentile(found.joins, 50):.0f}); {found.lost} of {found.said:,}; {came:,} of "
            f"{len(sessions):,} came in; {found.refused} answers refused, {found.put_off:,} put off; "
            f"{'quiet' if not found.under_way else f'{found.under_way:,} still under way'} after {found.seconds:.0f} s",
            f"< {ANSWERED_MS} ms; 0",
            p95 < ANSWERED_MS and not found.lost + found.under_way and everybody,
        ),
        Row(
            "– exchanges and bytes for each join; server CPU meanwhile",
            f"{found.exchanges / max(1, came):.1f}, {found.sent_bytes / 1000 / max(1, came):.0f} kB; "
            f"{100 * cpu:.0f} % of one core",
        ),
    ]
