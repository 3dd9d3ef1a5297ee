"""GET /healthz: whether this installation works, for whoever watches over it. It counts; it names nobody."""

import logging
import tomllib
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from core import jobs
from live import outbox
from live.hub import cursor_here

log = logging.getLogger("hearthside.live")

LATE = 30.0


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while pages work, 503 when the database does not."""
    try:
        report = _report()
    except DatabaseError:
        log.exception("The database does not answer")
        report = {"status": "down", "database": "down", "outbox_lag_seconds": None, "jobs": None}
    response = JsonResponse(
        {**report, "version": _version()}, status=503 if report["status"] == "down" else 200
    )
    response["Cache-Control"] = "no-store"
    return response


def _report() -> dict[str, Any]:
    now = timezone.now()
    cursor = cursor_here()
    lag = round(outbox.lag_seconds(cursor, now=now), 1) if cursor else None
    background = jobs.health(now=now)
    late = max(lag or 0.0, background["oldest_waiting_seconds"] or 0.0) > LATE
    return {
        "status": "late" if late else "ok",
        "database": "ok",
        "outbox_lag_seconds": lag,
        "jobs": background,
    }


@cache
def _version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(project["project"]["version"])
