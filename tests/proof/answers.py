"""One answer, as somebody who wants to know whether a thing exists would study it: what it says, and what it took."""

import gc
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.pages import words_of
from tests.proof.chance import without_chance

STRAY = 0.1  # the share by which the steps of two answers may differ


@dataclass(frozen=True)
class Answer:
    """What was said, with what was asked for taken out, and the work: queries, passphrases hashed, Python's steps.

    Work stands for time: it is the same on a busy machine as on an idle one.
    """

    says: str
    queries: int
    hashed: int
    steps: int

    def differs_from(self, other: "Answer") -> str:
        """Return in which ways, "" when nobody could tell the two apart."""
        found = []
        if self.says != other.says:
            at = next((n for n, (a, b) in enumerate(zip(self.says, other.says, strict=False)) if a != b), 0)
            mine, theirs = (says[max(at - 40, 0) : at + 40] for says in (self.says, other.says))
            found.append(f"says {mine!r}, not {theirs!r}")
        if self.hashed != other.hashed:
            found.append(f"hashes {self.hashed} passphrases, not {other.hashed}")
        if self.queries != other.queries:
            found.append(f"asks the database {self.queries} times, not {other.queries}")
        if abs(self.steps - other.steps) > STRAY * max(self.steps, other.steps):
            found.append(f"takes {self.steps} steps, not {other.steps}")
        return ", ".join(found)


def all_alike(answers: list[Answer]) -> str:
    """Return what tells any of these answers from the first, "" when nobody could."""
    return "; ".join(filter(None, (one.differs_from(answers[0]) for one in answers[1:])))


def study(ask: Callable[[], HttpResponse], asked_for: Any) -> Answer:
    """Ask, and return the answer without the thing that was asked for in it."""
    gc.disable()  # it would count as work of whichever answer it falls upon
    try:
        with CaptureQueriesContext(connection) as queries, _counted() as work:
            response = ask()
    finally:
        gc.enable()
    head = "\n".join(
        f"{name}: {value}" for name, value in response.headers.items() if name != "Content-Length"
    )
    said = without_chance(f"{response.status_code}\n{head}\n{words_of(response)}")
    for form in (str(asked_for), quote(str(asked_for)), quote(quote(str(asked_for)))):
        said = said.replace(form, "#")
    return Answer(said, len(queries), work["hashed"], work["steps"])


@contextmanager
def _counted() -> Any:
    """Count calls of Python functions, and among them the hashing of passphrases."""
    work = {"steps": 0, "hashed": 0}
    hashing = type(get_hasher()).encode.__code__

    def note(frame: Any, event: str, argument: Any) -> None:
        if event == "call":
            work["steps"] += 1
            work["hashed"] += frame.f_code is hashing

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield work
    finally:
        sys.setprofile(before)
