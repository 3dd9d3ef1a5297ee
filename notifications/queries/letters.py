"""Reads about choices, and about what leaves the product."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from notifications.kinds import TRY, Kind, choices
from notifications.models import (
    Channel,
    Letter,
    LetterState,
    Notice,
    NoticeChoice,
    NoticeSettings,
    PushDevice,
)
from notifications.queries.notices import count_readable
from people.models import Member


@dataclass(frozen=True, slots=True)
class Chosen:
    """One line of the page of choices: what it is called, and where the member hears of it."""

    label: str
    kinds: list[Kind]
    here: bool
    by_mail: bool
    by_push: bool


def list_choices(member: Member) -> list[Chosen]:
    """Return every choice there is, as this member made it or as it begins."""
    made = {one.kind: one for one in NoticeChoice.objects.filter(member=member)}
    found = []
    for label, kinds in choices(member).items():
        one = next((made[kind.name] for kind in kinds if kind.name in made), NoticeChoice())
        found.append(Chosen(label, kinds, one.here, one.by_mail, one.by_push))
    return found


def get_settings(member: Member) -> NoticeSettings:
    """Return the member's hours, rhythm and detail, or how they begin."""
    return NoticeSettings.objects.filter(member=member).first() or NoticeSettings(member=member)


def list_devices(member: Member) -> list[PushDevice]:
    """Return the member's browsers that may show notes, newest first."""
    return list(
        PushDevice.objects.filter(member=member).select_related("browser").order_by("-allowed_at", "-pk")
    )


def count_for(letter: Letter) -> int:
    """Return how much this letter stands for now: chosen for its channel, new since then, and still to be seen.

    What was read, withdrawn, or is by somebody the member is apart from by now does not count.
    """
    way = {"by_mail": True} if letter.channel == Channel.MAIL else {"by_push": True}
    kinds = list(NoticeChoice.objects.filter(member=letter.member_id, **way).values_list("kind", flat=True))
    new = Notice.objects.filter(
        member=letter.member_id, kind__in=[*kinds, TRY], happened_at__gte=letter.since
    )
    return count_readable(new.unread(), letter.member)


@dataclass(frozen=True, slots=True)
class Sending:
    """How sending is doing, for operators: nothing about whose letters these are."""

    counts: Mapping[tuple[str, str], int]
    oldest_due_at: datetime | None
    given_up: list[tuple[str, str, int]]


def sending() -> Sending:
    """Return how many letters are in each state, since when the oldest is due, and why some were given up."""
    counted = Letter.objects.values_list("channel", "state").annotate(count=Count("pk"))
    given_up = (
        Letter.objects.filter(state=LetterState.GIVEN_UP)
        .values_list("channel", "trouble")
        .annotate(count=Count("pk"))
        .order_by("-count", "channel", "trouble")
    )
    waiting = Letter.objects.filter(state=LetterState.WAITING)
    return Sending(
        counts={(channel, state): count for channel, state, count in counted},
        oldest_due_at=waiting.aggregate(at=Min("due_at"))["at"],
        given_up=list(given_up),
    )
