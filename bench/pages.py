"""How many pages a second, beside a view that does nothing, all in turn on one running server."""

from dataclasses import dataclass, field
from statistics import median

from bench.client import Line, Load, load
from bench.plan import Plan, say
from bench.server import Server, serving
from bench.table import Row

QUARTER, CPU_MS = 0.25, 4.0


@dataclass
class Asked:
    """One kind of page and what was measured of it."""

    server: Server
    path: str
    session: str = ""
    gzip: bool = False
    loads: list[Load] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def ask(self, seconds: float) -> None:
        before = self.server.cpu_seconds
        found = load(self.server.port, self.path, self.session, seconds=seconds, gzip=self.gzip)
        self.loads.append(found)
        self.cpu_ms.append((self.server.cpu_seconds - before) * 1000 / max(1, found.requests))

    @property
    def per_second(self) -> float:
        return median(found.per_second for found in self.loads)

    @property
    def cpu(self) -> float:
        return median(self.cpu_ms)

    @property
    def failed(self) -> int:
        return sum(found.failed for found in self.loads)


def measure(plan: Plan) -> list[Row]:
    say("pages a second")
    with (
        plan.copy(plan.small) as home,
        serving(home) as server,
        serving(home, BENCH_BARE="1") as without_middleware,
    ):
        session = home.sign_in()[0]
        kinds = {
            "bare": Asked(server, "/bare/"),
            "nothing": Asked(without_middleware, "/bare/"),
            "thread": Asked(server, home.thread_page, session),
            "gzip": Asked(server, home.thread_page, session, gzip=True),
            "stranger": Asked(server, home.thread_page),
            "front": Asked(server, "/", session),
            "space": Asked(server, home.space_page, session),
        }
        _check(server, home.thread_page, session)
        for asked in kinds.values():
            asked.ask(1)
            asked.loads, asked.cpu_ms = [], []
        for _ in range(plan.rounds):
            for asked in kinds.values():
                asked.ask(plan.seconds)
    return _rows(kinds)


def _check(server: Server, path: str, session: str) -> None:
    """Make sure that it is the page it should be: 50 replies, and a composer."""
    line = Line(server.port, session)
    words = line.get(path).body.decode()
    line.close()
    if words.count('id="post-') != 51 or "<textarea" not in words:
        raise SystemExit("The thread page does not hold 50 replies and a composer; nothing can be measured.")


def _rows(kinds: dict[str, Asked]) -> list[Row]:
    bare, thread = kinds["bare"], kinds["thread"]
    failed = sum(asked.failed for asked in kinds.values())
    rows = [
        Row("Thread page of 50 replies, signed in : bare view, pages a second",
            f"{thread.per_second / bare.per_second:.2f} ({thread.per_second:.0f} : {bare.per_second:.0f})",
            "≥ 1/4", thread.per_second / bare.per_second >= QUARTER),
        Row("Server CPU for that thread page", f"{thread.cpu:.2f} ms", f"≤ {CPU_MS:g} ms", thread.cpu <= CPU_MS),
        _faster("Front page", kinds["front"], thread),
        _faster("A space's page", kinds["space"], thread),
        Row("Thread page sent as gzip: of bare view; CPU",
            f"{kinds['gzip'].per_second / bare.per_second:.2f}; {kinds['gzip'].cpu:.2f} ms"),
        Row("Thread page for a stranger: of bare view; CPU",
            f"{kinds['stranger'].per_second / bare.per_second:.2f} ({kinds['stranger'].per_second:.0f} pages a "
            f"second); {kinds['stranger'].cpu:.2f} ms"),
        Row("The bare view itself: CPU; without any middleware",
            f"{bare.cpu:.2f} ms; {kinds['nothing'].cpu:.2f} ms ({kinds['nothing'].per_second:.0f} a second)"),
        Row("Pages that failed meanwhile", str(failed), "0", not failed),
    ]  # fmt: skip
    return rows


def _faster(what: str, asked: Asked, thread: Asked) -> Row:
    ratio = asked.per_second / thread.per_second
    return Row(
        f"{what} : thread page, pages a second", f"{ratio:.2f} ({asked.cpu:.2f} ms CPU)", "≥ 1", ratio >= 1
    )
