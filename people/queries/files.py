"""The files one member keeps here: pictures and voice notes, wherever they added them."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Sum

from core.privacy import classified_models, rows_of
from people.models import Member

LARGEST = 30


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """What one member keeps. `most` is how many bytes there can be, 0 without a limit; `largest` are the biggest first.

    Each of these knows its `size`, how it is known `in_words`, and where it `stands_at`, "" where that is gone.
    """

    size: int
    most: int
    largest: list[Any]

    @property
    def left(self) -> int:
        """Return how many bytes more there is room for."""
        return max(0, self.most - self.size)


def kept_files(member: Member) -> KeptFiles:
    """Return what this member keeps here; for themselves."""
    found = [row for rows in _files_of(member) for row in rows.order_by("-size")[:LARGEST]]
    largest = sorted(found, key=attrgetter("size"), reverse=True)[:LARGEST]
    return KeptFiles(size_of_files(member), settings.FILES_PER_MEMBER, largest)


def size_of_files(member: Member) -> int:
    """Return how many bytes this member keeps here."""
    return sum(rows.aggregate(size=Sum("size"))["size"] or 0 for rows in _files_of(member))


def _files_of(member: Member) -> Iterator[Any]:
    """Return the rows of every table that keeps files of members, as its privacy says."""
    for model, privacy in classified_models():
        if privacy.files and privacy.of:
            yield rows_of(member.account, model)
