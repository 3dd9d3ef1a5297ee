"""What browsers have to tell each other: taken once, in order, and kept until it is fetched.

Thousands of browsers do this in the same minute, so what comes at the same moment is taken together: one look at
everybody and one transaction, however many there are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Count
from django.http import Http404

from calls import events, permissions, queries
from calls.actions.presence import note_signs_of_life
from calls.actions.telling import forget_silent_in, tell_all
from calls.models import Participant, Signal
from calls.queries import Gathering

MOST_WAITING = 300


class TooMuchSaid(Exception):
    """A browser has more to tell another than any call needs."""


@dataclass(frozen=True, slots=True)
class Said:
    """One signal as a browser sent it: numbered by the sender, cleaned by calls.forms."""

    number: int
    to: str
    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One browser's exchange: what it says, what it has fetched, and how its member takes part."""

    participant: Participant
    way: str
    is_muted: bool
    said: Sequence[Said] = ()
    fetched: Sequence[int] = ()

    @property
    def looks_different(self) -> bool:
        return (self.participant.way, self.participant.is_muted) != (self.way, self.is_muted)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What one browser gets: its own place, whom the call consists of, and what others have to tell it."""

    mine: Participant
    gathering: Gathering
    signals: list[Signal]


@dataclass(slots=True)
class _Taken:
    """What is about to be written for one browser: how its member takes part now, and what of its words is new."""

    turn: Turn
    mine: Participant
    heard: int
    there: Mapping[str, Participant]
    fresh: list[Said] = field(default_factory=list)

    def signals(self, present: Collection[int], *, now: datetime) -> Iterator[Signal]:
        """Give what is to be put before others; who has just left gets nothing."""
        for each in self.fresh:
            to = self.there.get(each.to)
            if to and to.pk in present:
                yield Signal(to=to, sender=self.mine, kind=each.kind, body=each.body, sent_at=now)


def exchange(
    participant: Participant,
    *,
    said: Sequence[Said] = (),
    fetched: Sequence[int] = (),
    way: str,
    is_muted: bool,
    now: datetime,
) -> Exchanged:
    """Do what exchange_all does for one browser; raise Http404, PermissionDenied or TooMuchSaid."""
    [found] = exchange_all([Turn(participant, way, is_muted, said, fetched)], now=now)
    if isinstance(found, Exception):
        raise found
    return found


def exchange_all(turns: Sequence[Turn], *, now: datetime) -> list[Exchanged | Exception]:
    """Take what these browsers say, forget what they have fetched, note that they are there; return what waits.

    Each signal is taken once, however often a browser on a bad line sends it, and waits until it is fetched. Where
    there is nothing to write nothing is written. A browser is among these once; where its exchange is refused, its
    place holds why (Http404, PermissionDenied, TooMuchSaid), and the others' go on.
    """
    note_signs_of_life([turn.participant.ref for turn in turns], now=now)
    gatherings = queries.gatherings([turn.participant.call for turn in turns], now=now)
    places = [_own_place(gatherings[turn.participant.call_id], turn.participant) for turn in turns]
    refused: dict[int, Exception] = {
        turn.participant.pk: Http404() for turn, mine in zip(turns, places, strict=True) if mine is None
    }
    settled = [(turn, mine) for turn, mine in zip(turns, places, strict=True) if mine]
    if writing := [
        (turn, mine) for turn, mine in settled if turn.said or turn.fetched or turn.looks_different
    ]:
        refused |= _write(writing, gatherings, here={mine.member_id for _, mine in settled}, now=now)
    _tell_what_changed(settled, gatherings, refused)
    waiting = queries.signals_for([mine for _, mine in settled])
    return [
        refused.get(turn.participant.pk)
        or Exchanged(mine, gatherings[turn.participant.call_id], waiting[turn.participant.pk])  # type: ignore[arg-type]
        for turn, mine in zip(turns, places, strict=True)
    ]


def _own_place(gathering: Gathering, participant: Participant) -> Participant | None:
    mine = gathering.of(participant.member)
    if mine is None or mine.pk != participant.pk or mine.removed_at:
        return None
    mine.member = participant.member
    return mine


def _write(
    writing: Sequence[tuple[Turn, Participant]],
    gatherings: Mapping[int, Gathering],
    *,
    here: Collection[int],
    now: datetime,
) -> dict[int, Exception]:
    """Write down how these take part and what they say, and tell those who are not `here`; return who is refused."""
    refused: dict[int, Exception] = {}
    with transaction.atomic():
        heard = _hold([mine for _, mine in writing])
        _forget_fetched(writing)
        taken = []
        for turn, mine in writing:
            try:
                taken.append(_take(turn, mine, gatherings[mine.call_id], heard))
            except (Http404, PermissionDenied) as problem:
                refused[mine.pk] = problem
        signals = _pass_on(taken, refused, now=now)
        _note(taken, refused, now=now)
        for call_id, woken in _woken(signals).items():
            events.wake(gatherings[call_id].call, woken - set(here))
    return refused


def _hold(places: Iterable[Participant]) -> dict[int, int]:
    """Return the number of the last signal each of these said, held: a second exchange of one browser waits here."""
    held = Participant.objects.present().select_for_update(no_key=True).order_by("pk")
    return dict(held.filter(pk__in=[each.pk for each in places]).values_list("pk", "heard"))


def _forget_fetched(writing: Sequence[tuple[Turn, Participant]]) -> None:
    """Delete what these browsers say has arrived, and nothing that is another's."""
    fetched = {number: mine.pk for turn, mine in writing for number in turn.fetched}
    if not fetched:
        return
    found = Signal.objects.filter(pk__in=fetched).order_by().values_list("pk", "to_id")
    Signal.objects.filter(pk__in=[pk for pk, to in found if fetched[pk] == to]).delete()


def _take(turn: Turn, mine: Participant, gathering: Gathering, heard: Mapping[int, int]) -> _Taken:
    """Return what of a browser's words is new; raise Http404 or PermissionDenied where it may not say them."""
    if mine.pk not in heard:
        raise Http404
    fresh = [each for each in turn.said if each.number > heard[mine.pk]]
    if fresh and not permissions.can_talk(mine):
        raise PermissionDenied
    there = {each.ref: each for each in gathering.others(mine)} if fresh else {}
    if any(each.to not in there for each in fresh) and not _has_just_left(fresh, there):
        raise Http404
    number = max((each.number for each in fresh), default=heard[mine.pk])
    return _Taken(turn, mine, number, there, fresh)


def _has_just_left(fresh: Sequence[Said], there: Mapping[str, Participant]) -> bool:
    """Tell whether what is said to nobody here was meant for somebody who has gone, and not for another call."""
    gone = {each.to for each in fresh if each.to not in there}
    return not Participant.objects.filter(ref__in=gone).exists()


def _pass_on(taken: Sequence[_Taken], refused: dict[int, Exception], *, now: datetime) -> list[Signal]:
    """Put signals before those they are for; a browser that says too much is refused and none of it taken."""
    speaking = [each for each in taken if each.fresh]
    if not speaking:
        return []
    reached = {to.pk for each in speaking for to in each.there.values()}
    present = set(Participant.objects.present().filter(pk__in=reached).values_list("pk", flat=True))
    of_these = Signal.objects.filter(sender__in=[each.mine.pk for each in speaking]).order_by()
    waiting = Counter(dict(of_these.values_list("sender").annotate(Count("pk"))))
    signals: list[Signal] = []
    for each in speaking:
        said = list(each.signals(present, now=now))
        if waiting[each.mine.pk] + len(said) > MOST_WAITING:
            refused[each.mine.pk] = TooMuchSaid()
        else:
            signals += said
    Signal.objects.bulk_create(signals)
    return signals


def _note(taken: Sequence[_Taken], refused: Mapping[int, Exception], *, now: datetime) -> None:
    """Write down how these take part and what was heard of them: one statement for all of them."""
    noted = [
        each for each in taken if each.mine.pk not in refused and (each.fresh or each.turn.looks_different)
    ]
    if not noted:
        return
    for each in noted:
        each.mine.way, each.mine.is_muted = each.turn.way, each.turn.is_muted
    table, at = Participant._meta.db_table, connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET way = %s, is_muted = %s, seen_at = %s, heard = %s WHERE id = %s",  # noqa: S608
            [(each.mine.way, each.mine.is_muted, at, each.heard, each.mine.pk) for each in noted],
        )


def _woken(signals: Iterable[Signal]) -> dict[int, set[int]]:
    """Return whose browsers have something to fetch, by the call they are in."""
    woken: dict[int, set[int]] = defaultdict(set)
    for each in signals:
        woken[each.sender.call_id].add(each.to.member_id)
    return woken


def _tell_what_changed(
    settled: Sequence[tuple[Turn, Participant]],
    gatherings: Mapping[int, Gathering],
    refused: Mapping[int, Exception],
) -> None:
    """Forget who fell silent in these calls, and have the others see who went and how somebody takes part now."""
    moved = {pk: silent for pk, each in gatherings.items() if (silent := forget_silent_in(each))}
    for turn, mine in settled:
        if mine.call_id in moved:
            tell_all(mine.call, moved=moved.pop(mine.call_id), but=mine)
        elif turn.looks_different and mine.pk not in refused:
            tell_all(mine.call, but=mine)
