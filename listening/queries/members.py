"""What somebody who would like to talk sees: whether anybody is here, how long it takes, and who it is in the end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404

from chat.models import Conversation
from chat.queries import conversations_of
from listening import permissions
from listening.models import Talk
from listening.queries.on_duty import is_somebody_listening
from listening.queries.waits import UsualWait, usual_wait
from people.models import Member
from safety.queries import nobody_here

LONG = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class NowPage:
    """How things stand for somebody who would like to talk now.

    `before` is how many wait before them. Whether anybody listens is the same for everybody: it must not tell who
    keeps their distance from whom.
    """

    is_somebody_here: bool
    next_shift_at: datetime | None
    usual: UsualWait | None
    talk: Talk | None
    before: int
    is_long: bool
    can_ask: bool

    @property
    def is_waiting(self) -> bool:
        return self.talk is not None and self.talk.is_waiting


def now_page(viewer: Member, *, now: datetime) -> NowPage:
    """Return how things stand for this member."""
    talk = find_open_talk(viewer)
    is_here = is_somebody_listening(now=now)
    nobody = None if is_here else nobody_here()
    is_waiting = talk is not None and talk.is_waiting
    return NowPage(
        is_somebody_here=is_here,
        next_shift_at=nobody.next_shift_at if nobody else None,
        usual=usual_wait(now=now) if is_here else None,
        talk=talk,
        before=_before(talk, viewer) if talk and is_waiting else 0,
        is_long=bool(talk and is_waiting and now - talk.waits_since >= LONG),
        can_ask=permissions.can_ask(viewer, now=now),
    )


def find_open_talk(viewer: Member) -> Talk | None:
    """Return the wait or the talk this member is in; one with somebody they are apart from by now is over."""
    waiting = Talk.objects.waiting().filter(member=viewer).first()
    if waiting:
        return waiting
    theirs = Talk.objects.going_on().filter(member=viewer, conversation__in=conversations_of(viewer))
    return theirs.select_related("conversation").order_by("-began_at").first()


def get_talk(talk_id: int, *, viewer: Member) -> Talk:
    """Return a talk of one of the two, for as long as they find its conversation; Http404 for everybody else."""
    talk = Talk.objects.filter(pk=min(talk_id, 2**63 - 1), conversation__isnull=False)
    found = (
        talk.filter(conversation__in=conversations_of(viewer))
        .select_related("conversation", "member")
        .first()
    )
    if found is None:
        raise Http404
    return found


def talk_in(conversation: Conversation) -> Talk | None:
    """Return the talk for which a conversation was begun, None for others."""
    return Talk.objects.select_related("conversation", "member").filter(conversation=conversation).first()


def _before(talk: Talk, viewer: Member) -> int:
    """Count those before one in the queue, without anybody the viewer sees no trace of."""
    ahead = Talk.objects.waiting().filter(member__in=Member.objects.visible_to(viewer))
    places = list(ahead.values_list("pk", flat=True))
    return places.index(talk.pk) if talk.pk in places else 0
