"""Quietly asking a few members about a thread that waits. Nobody else learns who was asked, or what they did."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet

from forum import permissions, routing
from forum.models import Offer, OfferSettings, Thread
from forum.models.helping import OfferEnd
from forum.queries.askable import load_helpers
from forum.queries.helping import get_offer_waits, list_due
from notifications.actions import notify
from people.models import Member
from safety.actions import record


def offer_waiting(*, now: datetime) -> int:
    """Ask about every thread that has waited long enough, so that three may answer it; return how many were asked.

    First posts come first. Nobody is asked twice about a thread, about two at a time, more often in a week than
    they allow, in their quiet hours, or about what they refused. Nothing is asked where the operator set 0.
    """
    end_what_is_over(now=now)
    after, after_first = get_offer_waits()
    if not after:
        return 0
    due = list_due(now=now, after=after, after_first=after_first)
    if not due:
        return 0
    helpers = {helper.id: helper for helper in load_helpers(now=now)}
    asked = 0
    for waiting in due:
        for member_id in _offer(waiting, helpers.values(), now=now):
            one = helpers[member_id]
            helpers[member_id] = replace(one, has_open_offer=True, offers_this_week=one.offers_this_week + 1)
            asked += 1
    return asked


@transaction.atomic
def set_offer_waits(*, by: Member, after_minutes: int, after_first_minutes: int, now: datetime) -> None:
    """Set after how long helpers are asked about a thread, and about first posts; 0 asks nobody any more."""
    if not permissions.can_set_offer_waits(by):
        raise PermissionDenied
    values = {"after_minutes": after_minutes, "after_first_minutes": after_first_minutes}
    OfferSettings.objects.update_or_create(pk=1, defaults=values)
    record("forum.offers_set", by=by, now=now, details=values)


@transaction.atomic
def _offer(waiting: routing.Waiting, helpers: Iterable[routing.Helper], *, now: datetime) -> list[int]:
    """Ask up to three in all, looking once more whether the thread still waits; return whom."""
    thread = (
        Thread.objects.standing()
        .select_for_update(of=("self",))
        .select_related("space")
        .filter(pk=waiting.id, answered_at__isnull=True, locked_at__isnull=True)
        .first()
    )
    if thread is None:
        return []
    earlier = Offer.objects.filter(thread=thread)
    known = set(earlier.values_list("member_id", flat=True))
    wanted = routing.ASKED_AT_ONCE - earlier.open().count()
    able = [helper.id for helper in routing.likely_first(helpers, waiting, now=now) if helper.id not in known]
    chosen = _may_reply(able, thread, wanted)
    offers = Offer.objects.bulk_create(
        [
            Offer(thread=thread, member_id=pk, offered_at=now, expires_at=now + routing.OFFER_LASTS)
            for pk in chosen
        ]
    )
    for offer in offers:
        notify("forum.offer", subject_id=offer.pk, member_ids=[offer.member_id], now=now)
    return chosen


def _may_reply(member_ids: list[int], thread: Thread, wanted: int) -> list[int]:
    """Return the first so many of these members, in their order, who may reply in the thread."""
    chosen: list[int] = []
    members = Member.objects.present().in_bulk(member_ids)
    for pk in member_ids:
        if len(chosen) >= wanted:
            break
        if pk in members and permissions.can_reply(members[pk], thread):
            chosen.append(pk)
    return chosen


def let_go(offer: Offer, *, now: datetime) -> None:
    """Say "not this time" to one's own offer. Nobody is told, and somebody else may be asked."""
    end_offers(Offer.objects.open().filter(pk=offer.pk), how=OfferEnd.DECLINED, now=now)


def settle_offers(thread: Thread, *, answered_by: Member, now: datetime) -> None:
    """End what was asked about a thread that has its first answer; for the action that writes it."""
    offers = Offer.objects.open().filter(thread=thread)
    end_offers(offers.filter(member=answered_by), how=OfferEnd.ANSWERED, now=now)
    end_offers(offers, how=OfferEnd.WITHDRAWN, now=now)


def end_what_is_over(*, now: datetime) -> None:
    """End offers whose time is over, and those about threads that need no answer any more."""
    Offer.objects.open().filter(expires_at__lte=now).update(ended_at=F("expires_at"), end=OfferEnd.EXPIRED)
    settled = (
        Q(thread__answered_at__isnull=False) | Q(thread__locked_at__isnull=False)
        | Q(thread__removed_at__isnull=False) | Q(thread__space__archived_at__isnull=False)
    )  # fmt: skip
    end_offers(Offer.objects.open().filter(settled), how=OfferEnd.WITHDRAWN, now=now)


def end_offers(offers: QuerySet[Offer], *, how: OfferEnd, now: datetime) -> None:
    """End these offers; their notices are not there any more."""
    offers.update(ended_at=now, end=how)


def forget_old_offers(*, now: datetime) -> int:
    """Delete offers that ended and whose period is over; return how many."""
    old = Offer.objects.filter(ended_at__isnull=False, offered_at__lt=now - settings.RETENTION["offers"])
    return old.delete()[0]
