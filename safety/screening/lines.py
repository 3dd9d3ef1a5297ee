"""JSON lines in, JSON lines out, for the screening commands. A bad line is named by its number; the rest goes on."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from tqdm import tqdm

from safety.screening import Screening, screen

QUIET_FOR = 3.0  # seconds before progress shows: short runs say nothing


class BadLine(ValueError):
    """A line that is not what the command reads; says which and why, and nothing of what it holds."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"Line {number}: {why}")
        self.number = number
        self.why = why


def read_lines(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | BadLine]]:
    """Yield every line that is not empty with its number: an object, or what is wrong with it."""
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            try:
                value = json.loads(raw.decode("utf-8-sig", "surrogateescape"))
            except (ValueError, RecursionError):
                yield number, BadLine(number, "this is not JSON.")
                continue
            yield number, value if isinstance(value, dict) else BadLine(number, "this is not a JSON object.")


def with_progress(lines: Iterable[bytes], *, total: int | None = None) -> Iterable[bytes]:
    """Show on standard error how far a long run is: a moving line on a terminal, a line now and then in a file."""
    pause = 0.2 if sys.stderr.isatty() else 10.0
    return tqdm(lines, total=total, unit=" texts", delay=QUIET_FOR, mininterval=pause, file=sys.stderr)


def screen_line(number: int, entry: dict[str, Any]) -> dict[str, Any]:
    """Return what the command writes for one entry; raise BadLine when its text or language is no text."""
    text, language = entry.get("text"), entry.get("lang")
    if not isinstance(text, str):
        raise BadLine(number, "“text” is missing or is no text.")
    if language is not None and not isinstance(language, str):
        raise BadLine(number, "“lang” is no text.")
    return {"id": entry.get("id"), **as_json(screen(text, language))}


def as_json(screening: Screening) -> dict[str, Any]:
    """Return a screening as the commands write it."""
    return {
        "band": screening.band,
        "concerns": screening.concerns,
        "reasons": [str(reason) for reason in screening.reasons],
        "model": screening.model,
    }
