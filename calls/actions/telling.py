"""Having the browsers of a call look again, and forgetting who has gone without a word."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from calls import events, queries
from calls.models import Call, Participant
from calls.venues import tell_outside


def forget_silent_in(call: Call, *, now: datetime) -> list[int]:
    """Delete whoever has gone without a word; return who that was."""
    silent = Participant.objects.present().filter(call=call, seen_at__lte=now - queries.SILENT_AFTER)
    gone = list(silent.values_list("member_id", flat=True))
    if gone:
        silent.delete()
    return gone


def forget_empty(calls: QuerySet[Call]) -> None:
    somebody = Participant.objects.present().filter(call=OuterRef("pk"))
    calls.filter(~Exists(somebody)).delete()


def tell_all(call: Call, *, moved: Iterable[int] = (), but: Participant | None = None) -> None:
    """Have everybody in the call look again, and those outside see who moved; with nobody left in it, it is over."""
    present = Participant.objects.present().filter(call=call.pk).values_list("member_id", flat=True)
    events.wake(call, [pk for pk in present if but is None or pk != but.member_id])
    if not present:
        forget_empty(Call.objects.filter(pk=call.pk))
    for member_id in moved:
        tell_outside(call.venue, call.venue_id, member_id=member_id)
