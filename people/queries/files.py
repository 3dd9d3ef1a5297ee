"""The files one member keeps here: pictures and voice notes, wherever they added them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Sum

from core.privacy import classified_models, rows_of
from people import own_files
from people.models import Member

LARGEST = 30


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file, known `in_words`. `stands_at` is where its words are, "" where its owner cannot read them any more."""

    size: int
    in_words: str
    stands_at: str


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """What one member keeps. `most` is how many bytes there can be, 0 without a limit; `largest`: the biggest first."""

    size: int
    most: int
    largest: list[KeptFile]

    @property
    def left(self) -> int:
        """Return how many bytes more there is room for."""
        return max(0, self.most - self.size)


def kept_files(member: Member, *, now: datetime) -> KeptFiles:
    """Return what this member keeps here; for themselves."""
    found = [row for rows in _files_of(member) for row in rows.order_by("-size")[:LARGEST]]
    largest = sorted(found, key=attrgetter("size"), reverse=True)[:LARGEST]
    places = own_files.places_of(largest, viewer=member, now=now)
    listed = [KeptFile(file.size, file.in_words, places.get(file, "")) for file in largest]
    return KeptFiles(size_of_files(member), settings.FILES_PER_MEMBER, listed)


def size_of_files(member: Member) -> int:
    """Return how many bytes this member keeps here."""
    return sum(rows.aggregate(size=Sum("size"))["size"] or 0 for rows in _files_of(member))


def _files_of(member: Member) -> Iterator[Any]:
    """Return the rows of every table that keeps files of members, as its privacy says."""
    for model, privacy in classified_models():
        if privacy.files and privacy.of:
            yield rows_of(member.account, model)
