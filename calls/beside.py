"""What `bin/run` started for calls beside the server, left in the data folder where the doctor finds it.

A relay of one's own has another port and another secret at each start, so no setting can name it. The file is for the
operator's eyes alone, and goes with the server.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from core.in_use import is_in_use


@contextmanager
def left_for_the_doctor(found: Mapping[str, Any] | None) -> Iterator[None]:
    """Leave this, as settings.CALLS holds it, in the data folder for as long as the block lasts."""
    if found is None:
        yield
        return
    _file().unlink(missing_ok=True)
    descriptor = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(found, file, default=sorted)
    try:
        yield
    finally:
        _file().unlink(missing_ok=True)


def find_beside() -> dict[str, Any] | None:
    """Return what the server that runs now started for calls; None where none runs, or it started nothing."""
    if not (_file().exists() and is_in_use()):
        return None
    found: dict[str, Any] = json.loads(_file().read_text())
    found["relays"] = frozenset(found["relays"])
    if found["janus"]:
        found["janus"]["addresses"] = frozenset(found["janus"]["addresses"])
    return found


def _file() -> Path:
    folder: Path = settings.HOME_DIR
    return folder / "calls-beside.json"
