"""The same thread page as the database grows: one reader, the sizes in turn, request by request."""

from contextlib import ExitStack

from bench.client import Line, percentile
from bench.plan import Plan, say
from bench.server import serving
from bench.table import Row

LIMIT = 1.3
FIRST_LOOKS = 25


def measure(plan: Plan) -> list[Row]:
    say("the thread page as the database grows")
    lines: dict[int, Line] = {}
    warm: dict[int, list[float]] = {size: [] for size in plan.sizes}
    cold: dict[int, list[float]] = {size: [] for size in plan.sizes}
    with ExitStack() as stack:
        homes = {size: plan.home(size) for size in plan.sizes}
        for size, home in homes.items():
            server = stack.enter_context(serving(home))
            lines[size] = Line(server.port, home.sign_in()[0])
            for _ in range(20):
                lines[size].timed(home.thread_page)
        for number in range(plan.asks):
            for size in _turned(plan.sizes, number):
                warm[size].append(lines[size].timed(homes[size].thread_page))
        unseen = {size: home.threads(FIRST_LOOKS, replies=(40, 100)) for size, home in homes.items()}
        for number in range(min(len(threads) for threads in unseen.values())):
            for size in _turned(plan.sizes, number):
                cold[size].append(lines[size].timed(f"/threads/{unseen[size][number]}/"))
    return [row for size in plan.sizes[1:] for row in _rows(plan.sizes[0], size, warm, cold)]


def _turned(sizes: tuple[int, ...], number: int) -> tuple[int, ...]:
    """Return the sizes beginning with another one each time, so that none always follows the same."""
    start = number % len(sizes)
    return sizes[start:] + sizes[:start]


def _rows(base: int, size: int, warm: dict[int, list[float]], cold: dict[int, list[float]]) -> list[Row]:
    half = percentile(warm[size], 50) / percentile(warm[base], 50)
    slow = percentile(warm[size], 95) / percentile(warm[base], 95)
    first = percentile(cold[size], 50) / percentile(cold[base], 50)
    return [
        Row(
            f"Thread page with {size:,} posts : with {base:,}",
            f"{half:.2f} at p50, {slow:.2f} at p95 "
            f"({percentile(warm[size], 50):.1f} and {percentile(warm[size], 95):.1f} ms)",
            f"≤ {LIMIT}",
            max(half, slow) <= LIMIT,
        ),
        Row(
            f"First look at a long thread nobody opened yet, {size:,} : {base:,} posts",
            f"{first:.2f} at p50 ({percentile(cold[size], 50):.1f} ms)",
        ),
    ]
