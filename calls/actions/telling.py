"""Having the browsers of a call look again, and forgetting who has gone without a word."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from calls import events
from calls.models import Call, Participant
from calls.queries import Gathering
from calls.venues import tell_outside


def forget_silent_in(gathering: Gathering) -> list[int]:
    """Delete whoever has gone without a word; return who that was."""
    gone = gathering.silent
    if gone:
        Participant.objects.filter(pk__in=[each.pk for each in gone]).delete()
    return [each.member_id for each in gone]


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
