"""What the operator vouches for."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy import SHARED, WITH_COMMUNITY, Group, Privacy, belonging_to


def _who_is_named(account: Any) -> Q:
    return Q(confirmed_by__iexact=account.member.name)


class Confirmation(models.Model):
    """The operator asked the services of one country and vouches for the facts with this fingerprint."""

    country = models.CharField(max_length=2)
    fingerprint = models.CharField(max_length=32)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=80)

    privacy = Privacy(
        what=_("Who of the people running this place asked the crisis lines whether their numbers are right"),
        why=_("so that the numbers under “Get help now” can be trusted"),
        group=Group.CARE,
        of=None,
        kept=WITH_COMMUNITY,
        fields={
            "country fingerprint confirmed_at": SHARED,
            "confirmed_by": belonging_to(_who_is_named),
        },
    )

    class Meta:
        indexes = [models.Index(fields=["country", "-confirmed_at"], name="confirmation_newest")]

    def __str__(self) -> str:
        return f"{self.country} at {self.confirmed_at:%Y-%m-%d}"
