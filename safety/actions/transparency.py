"""Publishing what the operator says about risks, and figures of a period. What was published stays as it was."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from people.models import Member
from safety import permissions
from safety.actions.audit import record
from safety.models import PublishedFigures, RiskAssessment
from safety.queries import collect_figures, next_period


class NoPeriodYet(Exception):
    """The last figures are less than four weeks old, or somebody published them this very moment."""


@transaction.atomic
def publish_assessment(
    *, by: Member, words: str, accountable: str, review_date: date, now: datetime
) -> RiskAssessment:
    """Publish the operator's words about risks; what was said before stays to be read."""
    if not permissions.can_publish(by):
        raise PermissionDenied
    said = RiskAssessment.objects.create(
        words=words, accountable=accountable, review_date=review_date, published_at=now
    )
    record("safety.assessment_published", by=by, now=now)
    return said


def publish_figures(*, by: Member, also: dict[str, Any], now: datetime) -> PublishedFigures:
    """Publish the figures since the last ones, with what other features `also` counted of the same days."""
    if not permissions.can_publish(by):
        raise PermissionDenied
    period = next_period(now=now)
    if period is None:
        raise NoPeriodYet
    first, last = period
    try:
        with transaction.atomic():
            published = PublishedFigures.objects.create(
                first_date=first,
                last_date=last,
                figures=collect_figures(first, last) | also,
                published_at=now,
            )
            record("safety.figures_published", by=by, now=now)
    except IntegrityError:
        raise NoPeriodYet from None
    return published
