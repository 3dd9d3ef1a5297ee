"""Requests to talk and invitations into groups: those that wait for a member's answer, and those they sent."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from chat.models import Answer, Conversation, FromWhom, Request, RequestSettings, Seat
from chat.models.conversations import pair_of
from people.models import Member


def requests_for(viewer: Member) -> QuerySet[Request]:
    """Return the requests that wait for this member's answer, oldest first."""
    return _shown_to(viewer).filter(answer=Answer.NONE)


def list_set_aside(viewer: Member) -> QuerySet[Request]:
    """Return the requests to which this member said "not now", newest first; they can still say yes."""
    return _shown_to(viewer).filter(answer=Answer.NOT_NOW).order_by("-pk")


def list_sent(viewer: Member) -> QuerySet[Request]:
    """Return what this member sent and what has not become a conversation: it was sent, and that is all one sees."""
    return (
        Request.objects.open()
        .filter(sender=viewer, recipient__in=Member.objects.visible_to(viewer))
        .select_related("recipient", "into")
        .order_by("-pk")
    )


def needs_care_for_requests(viewer: Member) -> bool:
    """Tell whether something this member wrote to ask somebody sounds as if somebody should be there for them now."""
    return any(sent.needs_care for sent in list_sent(viewer)[:50])


def get_request(request_id: int, *, viewer: Member) -> Request:
    """Return a request to this member that they may still answer; Http404 for all others."""
    found = _shown_to(viewer).filter(pk=request_id).first()
    if found is None:
        raise Http404
    return found


def get_sent(request_id: int, *, viewer: Member) -> Request:
    """Return a request this member sent; Http404 for all others."""
    found = list_sent(viewer).filter(pk=request_id).first()
    if found is None:
        raise Http404
    return found


def find_request(*, sender: Member, viewer: Member) -> Request | None:
    """Return the open request of this sender that the viewer may see."""
    return _shown_to(viewer).filter(sender=sender, into__isnull=True).first()


def find_sent(*, viewer: Member, recipient: Member) -> Request | None:
    """Return the open request the viewer sent to somebody."""
    return list_sent(viewer).filter(recipient=recipient, into__isnull=True).first()


def open_between(one: Member, other: Member) -> QuerySet[Request]:
    """Return the open requests of two members to each other, delivered or not, in the order they were sent."""
    return (
        Request.objects.open()
        .filter(Q(sender=one, recipient=other) | Q(sender=other, recipient=one), into__isnull=True)
        .order_by("pk")
    )


def are_talking(one: Member, other: Member) -> bool:
    """Tell whether the two have a conversation that goes on."""
    return Conversation.objects.filter(pair=pair_of(one, other), ended_at__isnull=True).exists()


def have_ended(one: Member, other: Member) -> bool:
    """Tell whether the two had a conversation that has ended, and not both want it again."""
    return Conversation.objects.filter(pair=pair_of(one, other), ended_at__isnull=False).exists()


def people_of(asked: Request) -> list[Member]:
    """Return who is in the group somebody is invited into, for them to know before they answer."""
    seats = Seat.objects.filter(conversation=asked.into_id).select_related("member").order_by("pk")
    return [seat.member for seat in seats]


def from_whom(member: Member) -> str:
    """Return who may ask this member."""
    said = RequestSettings.objects.filter(member=member).values_list("from_whom", flat=True).first()
    return said or FromWhom.MET


def _shown_to(viewer: Member) -> QuerySet[Request]:
    shown = (
        Request.objects.open()
        .delivered()
        .filter(recipient=viewer, sender__in=Member.objects.visible_to(viewer))
        .select_related("sender", "into")
        .order_by("pk")
    )
    if viewer.hidden_ids:
        apart = Seat.objects.filter(conversation=OuterRef("into"), member__in=viewer.hidden_ids)
        shown = shown.exclude(Exists(apart))
    return shown
