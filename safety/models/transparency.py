"""What the operator says about risks in public, and figures that were published. Both are kept as they were said."""

from django.db import models
from django.db.models import F, Q

from core.privacy import of_the_community


class RiskAssessment(models.Model):
    """The operator's own words about what could go wrong here and what is done. The newest one counts."""

    words = models.TextField()
    accountable = models.CharField(max_length=120)
    review_date = models.DateField()
    published_at = models.DateTimeField()

    privacy = of_the_community("words accountable review_date published_at")

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"risk assessment {self.pk}"


class PublishedFigures(models.Model):
    """Figures of one period, from its first to its last day. Small numbers are left out before they come here.

    Periods never share a day, so that no small number can be had by taking one from another.
    """

    first_date = models.DateField(unique=True)
    last_date = models.DateField(unique=True)
    figures = models.JSONField()
    published_at = models.DateTimeField()

    privacy = of_the_community("first_date last_date figures published_at")

    class Meta:
        ordering = ["-last_date"]
        constraints = [
            models.CheckConstraint(condition=Q(last_date__gte=F("first_date")), name="figures_of_a_period")
        ]

    def __str__(self) -> str:
        return f"figures {self.pk}"
