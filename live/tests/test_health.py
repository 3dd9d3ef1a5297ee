from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from live import health, outbox
from live.actions import publish
from live.models import OutboxEvent

pytestmark = pytest.mark.django_db


def test_health_counts_and_names_nobody(stranger: Client) -> None:
    answer = stranger.get("/healthz")

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert set(answer.json()) == {"status", "database", "outbox_lag_seconds", "jobs", "version"}
    assert answer.json()["status"] == "ok"


def test_an_event_that_waits_too_long_is_reported(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "cursor_here", lambda: outbox.START)
    publish(["thread:1"], "forum.reply_posted", {"post": 1})
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(minutes=2))

    answer = stranger.get("/healthz").json()

    assert answer["status"] == "late"
    assert answer["outbox_lag_seconds"] > 100


def test_without_a_database_the_answer_is_503(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise DatabaseError("words")

    monkeypatch.setattr(health.jobs, "health", broken)

    answer = stranger.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["database"] == "down"
