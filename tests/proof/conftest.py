"""One community for all tests of a file: made once, and as it was again after each of them."""

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.core.cache.backends.locmem import LocMemCache
from django.db import transaction

from core import memory
from tests.proof.community import Community, forget


@pytest.fixture(scope="module")
def _made_once(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Community]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Community()
        transaction.set_rollback(True)
    forget()


@pytest.fixture
def community(_made_once: Community, db: None) -> Community:
    """A community full of secrets, which no other test has changed."""
    return _made_once.as_it_was()


@pytest.fixture
def nothing_is_forgotten(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Let nothing that is remembered for a while end between two answers, however slow the machine.

    That holds for what is counted over minutes too; and Redis, which a busy machine may keep from answering in time,
    is left out: with it what was counted would be gone, and how to talk to it is most of the work of an answer.
    """
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    standing_still = SimpleNamespace(time=lambda: 1.0e9, monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr(ratelimit, "time", standing_still)
    monkeypatch.setattr(LocMemCache, "_has_expired", lambda cache, key: key not in cache._expire_info)
    monkeypatch.setattr(memory, "time", SimpleNamespace(monotonic=lambda: 0.0))
