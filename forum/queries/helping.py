"""What helpers see: how long threads wait, which they might understand, and what they were quietly asked about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from forum import permissions, routing
from forum.models import HelperSettings, Offer, OfferSettings, Post, Thread
from forum.queries.answers import answers
from forum.queries.askable import load_helpers
from forum.queries.feeds import FeedPage, ThreadRow, list_unanswered, rows_of_threads
from forum.queries.waiting import load_waiting
from people.models import Member

A_FEW = 3


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a thread has waited, or waited until its first answer."""

    waited: timedelta
    is_answered: bool


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A thread that waits, as one helper sees it: for how long, and what speaks for their answering.

    `others_can_be_asked` says whether a few others who might understand can be asked now, never who or how many.
    """

    row: ThreadRow
    waited: timedelta
    is_first_post: bool
    replied_here: bool
    knows_the_topic: bool
    has_been_there: bool
    others_can_be_asked: bool


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Rows and the cursor of the next page, None at the end."""

    items: list[WaitingRow]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """A thread somebody was quietly asked about, and until when."""

    id: int
    row: ThreadRow
    expires_at: datetime


def helper_settings_of(member: Member) -> HelperSettings:
    """Return this member's terms; unsaved ones, with what we suggest, while they never said any."""
    return HelperSettings.objects.filter(member=member).first() or HelperSettings(
        member=member, time_zone=member.time_zone
    )


def reply_clock(thread: Thread, *, viewer: Member | None, now: datetime) -> Clock | None:
    """Return how long this thread waited for an answer the viewer can see; None unless waiting times are for them."""
    if not permissions.can_see_waiting_times(viewer):
        return None
    answered_at = _first_answer_seen(thread, viewer) if viewer and viewer.hidden_ids else thread.answered_at
    if answered_at is None and thread.locked_at:
        return None
    return Clock(max((answered_at or now) - thread.created_at, timedelta()), answered_at is not None)


def _first_answer_seen(thread: Thread, viewer: Member) -> datetime | None:
    seen = Post.objects.filter(answers(), thread=thread).standing()
    seen = seen.exclude(alias__isnull=True, author__in=viewer.hidden_ids).order_by("pk")
    return seen.values_list("created_at", flat=True).first()


def list_waiting(viewer: Member, *, now: datetime, cursor: str | None = None) -> WaitingPage:
    """Return other people's threads without an answer this helper can see, longest waiting first, 20 a page.

    Leaves out topics they refused or would rather not see. Empty for those waiting times are not for.
    """
    if not permissions.can_see_waiting_times(viewer):
        return WaitingPage([], None)
    refused = helper_settings_of(viewer).refused_topics
    page: FeedPage = list_unanswered(viewer, cursor=cursor, refused_topics=refused)
    facts = {
        one.id: one for one in load_waiting(Thread.objects.filter(pk__in=[row.id for row in page.items]))
    }
    own = load_helpers(now=now, only=viewer)[0]
    others = [helper for helper in load_helpers(now=now) if helper.id != viewer.pk]
    rows = [_row(row, facts[row.id], own, others, now) for row in page.items if row.id in facts]
    return WaitingPage(rows, page.next_cursor)


def _row(
    row: ThreadRow,
    waiting: routing.Waiting,
    own: routing.Helper,
    others: Iterable[routing.Helper],
    now: datetime,
) -> WaitingRow:
    able = [
        helper
        for helper in routing.likely_first(others, waiting, now=now)
        if _knows_something(helper, waiting)
    ]
    return WaitingRow(
        row=row,
        waited=max(now - row.created_at, timedelta()),
        is_first_post=waiting.is_first_post and not waiting.is_anonymous,
        replied_here=waiting.space_id in own.replied_spaces,
        knows_the_topic=bool(waiting.topics & own.terms.known_topics),
        has_been_there=routing.has_been_there(own, waiting),
        others_can_be_asked=len(able) >= A_FEW,
    )


def _knows_something(helper: routing.Helper, waiting: routing.Waiting) -> bool:
    return bool(
        waiting.space_id in helper.replied_spaces
        or waiting.topics & helper.terms.known_topics
        or routing.has_been_there(helper, waiting)
    )


def list_open_offers(member: Member, *, now: datetime) -> list[OpenOffer]:
    """Return the threads this member was quietly asked about that still wait and that they may see."""
    offers = {offer.thread_id: offer for offer in open_offers_of(member, now=now)}
    rows = rows_of_threads(member, Thread.objects.filter(pk__in=offers))
    return [OpenOffer(offers[row.id].pk, row, offers[row.id].expires_at) for row in rows]


def open_offers_of(member: Member, *, now: datetime) -> QuerySet[Offer]:
    """Return this member's offers that stand: not over, the thread unanswered, open and theirs to see."""
    threads = Thread.objects.visible_to(member).without_left_out(member)
    return Offer.objects.open().filter(
        member=member,
        expires_at__gt=now,
        thread__in=threads.filter(answered_at__isnull=True, locked_at__isnull=True),
    )


def get_offer(offer_id: int, *, viewer: Member) -> Offer:
    """Return one of the viewer's own offers, ended ones too; 404 for everybody else's."""
    offer = Offer.objects.filter(pk=offer_id, member=viewer).first() if offer_id < 2**63 else None
    if offer is None:
        raise Http404
    return offer


def get_offer_waits() -> tuple[timedelta, timedelta]:
    """Return after how long helpers are asked, and about first posts: as the operator says, else as it was started."""
    said = OfferSettings.objects.filter(pk=1).first()
    if said is None:
        return settings.OFFERS["after"], settings.OFFERS["after_first"]
    return timedelta(minutes=said.after_minutes), timedelta(minutes=said.after_first_minutes)


def list_due(*, now: datetime, after: timedelta, after_first: timedelta) -> list[routing.Waiting]:
    """Return the threads about which somebody should be asked now, the most pressing first."""
    open_enough = Offer.objects.open().filter(thread=OuterRef("pk")).order_by()
    threads = Thread.objects.standing().filter(
        answered_at__isnull=True,
        locked_at__isnull=True,
        created_at__gte=now - routing.NO_LONGER_THAN,
        created_at__lte=now - min(after, after_first),
    )
    third = open_enough.values("pk")[routing.ASKED_AT_ONCE - 1 : routing.ASKED_AT_ONCE]
    found = load_waiting(threads.filter(~Exists(third)))
    due = [one for one in found if routing.is_due(one, now=now, after=after, after_first=after_first)]
    return routing.most_pressing_first(due, now=now)
