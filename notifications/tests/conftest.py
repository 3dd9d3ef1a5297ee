"""A kind of notice that belongs to no feature, for looking at notices alone."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications import kinds
from notifications.actions import notify

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def bell(monkeypatch):
    """Register the kind "test.bell" and return the set of subjects nobody may see any more."""
    hidden = set()

    def describe(notices, viewer):
        return {
            notice.pk: kinds.NoticeLine(
                f"Bell {notice.subject_id}", f"/bells/{notice.subject_id}/", notice.happened_at
            )
            for notice in notices
            if notice.subject_id not in hidden
        }

    monkeypatch.setattr(kinds, "_kinds", {"test.bell": kinds.Kind("test.bell", describe)})
    return hidden


@pytest.fixture
def ring(bell, django_capture_on_commit_callbacks):
    """Return a function that gives members a notice; each one a minute after the one before."""
    minutes = iter(range(10_000))

    def give(subject_id, *members, by=None):
        with django_capture_on_commit_callbacks(execute=True):
            notify(
                "test.bell",
                subject_id=subject_id,
                member_ids=[member.pk for member in members],
                actor_id=by.pk if by else None,
                now=NOON + timedelta(minutes=next(minutes)),
            )

    return give
