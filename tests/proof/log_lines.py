"""What would stand in the log: every line an installation writes, through the formatter it uses."""

import logging
from typing import Any

from core.logs import WordlessFormatter


class LogLines(logging.Handler):
    """Listens to all loggers while it is open."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(WordlessFormatter())
        self.lines: list[str] = []

    def __enter__(self) -> "LogLines":
        logging.root.addHandler(self)
        return self

    def __exit__(self, *problem: Any) -> None:
        logging.root.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def look(self, walk: Any) -> None:
        """Note what stands in the lines as met by strangers: a log may be read by anybody at all."""
        walk.look("log", "the log", "\n".join(self.lines))
