"""Log lines that cannot carry what people wrote.

A message is printed only when its words stand in the source code; its arguments only when they are numbers; an
exception as its type and the places it passed, never its text. Addresses lose their query, bodies never arrive.
"""

import linecache
import logging
import re
import sys
import time
from pathlib import Path
from types import TracebackType

NEAR = 12
DEEPEST = 20
CONVERSION = re.compile(r"%(\([^)]*\))?[#0\- +]*(\*|\d+)?(\.(\*|\d+))?[hlL]?[a-zA-Z]")


class WordlessFormatter(logging.Formatter):
    """Print time, level, logger, the message's template and an exception's trail, all without values."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [
            time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            record.levelname,
            record.name,
            _message(record),
        ]
        if isinstance(status := getattr(record, "status_code", None), int):
            parts.append(f"[{status}]")
        if record.exc_info and isinstance(record.exc_info[1], BaseException):
            parts.append(f"\n{_trail(record.exc_info[1])}")
        return " ".join(parts)


def _message(record: logging.LogRecord) -> str:
    if not isinstance(record.msg, str):
        return f"<{type(record.msg).__name__}> at {_place(record.pathname, record.lineno)}"
    if not _is_written_at(record.msg, record.pathname, record.lineno):
        return f"(words kept out) at {_place(record.pathname, record.lineno)}"
    if not record.args:
        return record.msg
    values = iter(record.args if isinstance(record.args, tuple) else ())

    def shown(found: re.Match[str]) -> str:
        if isinstance(record.args, dict):
            return _shown(record.args.get((found[1] or "").strip("()")))
        return _shown(next(values, None))

    return CONVERSION.sub(shown, record.msg.replace("%%", "%\0")).replace("%\0", "%")


def _shown(value: object) -> str:
    return str(value) if isinstance(value, int | float) else f"<{type(value).__name__}>"


def _is_written_at(message: str, path: str, line: int) -> bool:
    """Tell whether the message is a literal near that line; one put together at run time may hold anything."""
    words = message.strip()
    lines = linecache.getlines(path)
    near = "".join(lines[max(line - NEAR, 0) : line + NEAR])
    return bool(words) and (
        words in near or repr(words)[1:-1] in near or repr(words)[1:-1].replace("'", '\\"') in near
    )


def _trail(error: BaseException | None) -> str:
    """Return the types of an exception and its causes, each with the places it passed."""
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
        lines += [f"    {place}" for place in _places(error.__traceback__)[-DEEPEST:]]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


def _places(traceback: TracebackType | None) -> list[str]:
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{_place(code.co_filename, traceback.tb_lineno)} {code.co_name}")
        traceback = traceback.tb_next
    return places


def _place(path: str, line: int) -> str:
    """Shorten a file's path to the part below the folder Python finds it in."""
    for folder in sorted(filter(None, sys.path), key=len, reverse=True):
        if path.startswith(folder.rstrip("/") + "/"):
            return f"{path[len(folder.rstrip('/')) + 1 :]}:{line}"
    return f"{Path(path).name}:{line}"
