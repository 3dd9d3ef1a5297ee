"""What somebody who listens sees: how many wait, never who; and whom they talk with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from listening import permissions
from listening.models import AWAY_AFTER, LeadNote, Talk
from listening.queries.on_duty import is_listening, limit_of
from people.models import Member, Mute


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody who waits: what would help, since when, and whether their page was open just now."""

    help: str
    since: datetime
    is_away: bool


@dataclass(frozen=True, slots=True)
class ListenerPage:
    """How things stand for one listener. `can_take` is the next person they may be given at this moment."""

    is_on_duty: bool
    limit: int
    own: list[Talk]
    rows: list[WaitingRow]

    @property
    def is_full(self) -> bool:
        return len(self.own) >= self.limit

    @property
    def can_take(self) -> bool:
        return self.is_on_duty and not self.is_full and any(not row.is_away for row in self.rows)


def held_by(listener: Member) -> QuerySet[Talk]:
    """Return the talks this listener has now, the oldest first."""
    talks = Talk.objects.going_on().filter(listener=listener, member__in=Member.objects.visible_to(listener))
    return talks.select_related("member", "conversation").order_by("began_at", "pk")


def waiting_for(listener: Member) -> QuerySet[Talk]:
    """Return who waits and can be given to this listener, in the order of their places.

    Leaves out themselves, whoever is apart from them by a block or a mute of either, and whom they passed on.
    """
    muted = Mute.objects.filter(muter=OuterRef("member"), muted=listener)
    passed_on = Talk.objects.filter(
        member=OuterRef("member"), place_at=OuterRef("place_at"), listener=listener
    )
    return (
        Talk.objects.waiting()
        .filter(member__in=Member.objects.visible_to(listener))
        .exclude(member=listener)
        .exclude(Exists(muted))
        .exclude(Exists(passed_on))
    )


def listener_page(viewer: Member, *, now: datetime) -> ListenerPage:
    """Return what this listener sees of those who wait; Http404 for everybody who does not listen."""
    if not permissions.can_listen(viewer):
        raise Http404
    rows = [
        WaitingRow(str(talk.get_help_display()), talk.place_at, is_away=talk.seen_at < now - AWAY_AFTER)
        for talk in waiting_for(viewer)
    ]
    return ListenerPage(
        is_on_duty=is_listening(viewer, now=now), limit=limit_of(viewer), own=list(held_by(viewer)), rows=rows
    )


def note_of(talk: Talk) -> LeadNote | None:
    """Return what the listener noted about this talk; for themselves."""
    return LeadNote.objects.filter(talk=talk).first()


def list_notes(viewer: Member) -> list[tuple[LeadNote, str]]:
    """Return the newest notes with the name of whom each is about, "" where the reader sees no trace of them.

    For whoever leads; Http404 for everybody else. A note of somebody they are apart from is not shown.
    """
    if not permissions.can_read_notes(viewer):
        raise Http404
    notes = LeadNote.objects.filter(by__in=Member.objects.visible_to(viewer)).exclude(talk__member=viewer)
    found = list(notes.select_related("by", "talk__member").order_by("-written_at", "-pk")[:100])
    seen = _names_seen(viewer, (note.talk.member_id for note in found))
    return [(note, seen.get(note.talk.member_id, "")) for note in found]


def _names_seen(viewer: Member, member_ids: Iterable[int]) -> dict[int, str]:
    shown = Member.objects.visible_to(viewer).filter(pk__in=list(member_ids))
    return dict(shown.values_list("pk", "name"))
