"""What every part is given: where the filled installations are, and how long it may take."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.homes import Home, copied, prepared
from bench.table import Row


@dataclass(frozen=True)
class Plan:
    """Sizes and lengths of a run."""

    data: Path
    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    rounds: int = 5
    seconds: float = 2
    asks: int = 600
    searches: int = 60
    streams: int = 1_000
    held: int = 10_000
    events: int = 20
    writing_seconds: float = 10
    talking_seconds: float = 60
    long_talk: int = 10_000
    circles: int = 1_000
    circles_within: float = 60
    search_on_postgres: bool = False

    @property
    def small(self) -> int:
        return self.sizes[0]

    @property
    def large(self) -> int:
        return self.sizes[-1]

    def home(self, posts: int) -> Home:
        """Return the filled installation of this size. Sessions and marks of what was read are all it gains."""
        return _prepared(self.data, posts)

    @contextmanager
    def copy(self, posts: int) -> Iterator[Home]:
        """Give a copy of the filled installation that may be written to."""
        folder = Path(tempfile.mkdtemp(prefix="hearthside-bench-", dir=self.data)) / "home"
        with copied(self.home(posts), folder) as home:
            yield home
        folder.parent.rmdir()


Part = Callable[[Plan], list[Row]]
_prepared = cache(prepared)


def say(what: str) -> None:
    """Tell the person waiting what is going on."""
    print(f"  {what} ...", flush=True)
