"""What the operator decided about the whole community (one row), and when regular work is due."""

from django.core.cache import cache
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from core.privacy import of_the_community, upkeep
from core.text import clean_line

PURPOSE = _("A place where someone who understands answers you.")


class Community(models.Model):
    """The community's own facts: its name, its door and where *Leave* leads."""

    name = models.CharField(max_length=60, default="Hearthside")
    purpose = models.CharField(max_length=280, default=PURPOSE, blank=True)
    minimum_age = models.PositiveSmallIntegerField(
        default=18, validators=[MinValueValidator(13), MaxValueValidator(99)]
    )
    leave_url = models.URLField(default="https://www.bbc.co.uk/weather")
    anyone_may_join = models.BooleanField(default=True)
    language = models.CharField(max_length=12, default="en")
    neutral_name = models.CharField(max_length=40, default="Notes")

    privacy = of_the_community("name purpose minimum_age leave_url anyone_may_join language neutral_name")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="only_one_community")]

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1
        self.name = clean_line(self.name)
        self.neutral_name = clean_line(self.neutral_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        cache.delete("community")

    @property
    def purpose_in_words(self) -> str:
        """Its purpose as the operator wrote it; ours, while nobody wrote one, in the reader's language."""
        return gettext(self.purpose) if self.purpose == PURPOSE else self.purpose


class PeriodicRun(models.Model):
    """When one piece of regular work is due again; the process that moves this on is the one to do it."""

    name = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)

    privacy = upkeep("name due_at started_at")

    def __str__(self) -> str:
        return self.name
