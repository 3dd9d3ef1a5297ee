"""Reads about crisis lines. They need no viewer: everybody may see them."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, models, transaction

from safety import helplines
from safety.helplines import Country, Line
from safety.models import Confirmation

STALE_AFTER = timedelta(days=90)
GROUPS = ("anyone", "young", "lgbt", "some")


@dataclass(frozen=True)
class Certainty:
    """How far a country's numbers can be trusted, for saying so beside them."""

    confirmed_at: datetime | None
    is_old: bool

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


def list_countries() -> list[Country]:
    """Return the countries we know a number in, by name."""
    return sorted(helplines.all_countries().values(), key=lambda country: _as_filed(country.name))


def _as_filed(name: str) -> str:
    """Return a name for sorting, where a letter with an accent stands beside the one without."""
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)
    ).casefold()


def get_country(code: str) -> Country | None:
    """Return one country by its two letters; None when we know no number there."""
    return helplines.all_countries().get(code.upper()) if len(code) == 2 else None


def list_groups(country: Country) -> list[tuple[str, list[Line]]]:
    """Return the lines by whom they are for, without empty groups."""
    groups = [(name, country.lines_for(name)) for name in GROUPS]
    return [(name, lines) for name, lines in groups if lines]


def get_certainty(country: Country, *, now: datetime) -> Certainty:
    """Say when the operator confirmed these very facts, and whether they may be out of date.

    A fact that changed since is not confirmed. A database that does not answer must not hide the numbers.
    """
    try:
        with transaction.atomic():
            newest = _confirmations(country).first()
    except DatabaseError:
        newest = None
    if newest:
        return Certainty(newest.confirmed_at, now - newest.confirmed_at > STALE_AFTER)
    day = (now - STALE_AFTER).date()
    return Certainty(None, any(seen.date < day for seen in country.seen))


def _confirmations(country: Country) -> models.QuerySet[Confirmation]:
    these_facts = Confirmation.objects.filter(country=country.code, fingerprint=country.fingerprint)
    return these_facts.order_by("-confirmed_at")
