"""Members who offered to help, as the facts that routing's rules ask for. For the machine, never for a page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Q

from forum import routing
from forum.models import HelperSettings, Offer, Post
from forum.models.helping import OfferEnd
from people.models import Block, Member, Mute, TopicChoice
from people.queries import are_here

LATELY = timedelta(days=30)
K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class _Past:
    """What one helper was offered while offers are kept."""

    has_open: bool = False
    this_week: int = 0
    ends: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    last_at: datetime | None = None


def load_helpers(*, now: datetime, only: Member | None = None) -> list[routing.Helper]:
    """Return everybody who offered to help and is present; `only` returns that member, opted in or not.

    Replies count only where they stand under the member's name.
    """
    if only:
        terms = {only.pk: HelperSettings.objects.filter(member=only).first() or HelperSettings(member=only)}
    else:
        terms = {
            each.member_id: each
            for each in HelperSettings.objects.filter(
                opted_in_at__isnull=False, member__in=Member.objects.present()
            )
        }
    members = Member.objects.in_bulk(list(terms))
    spaces, refused, apart = _replied_spaces(members, now), _left_out(members), _apart(members)
    past, here = _offers(members, now), are_here(members)
    return [
        routing.Helper(
            id=pk,
            terms=_terms(terms[pk], refused[pk]),
            replied_spaces=frozenset(spaces[pk]),
            lived_experience=member.lived_experience if terms[pk].shares_lived_experience else "",
            apart_from=frozenset(apart[pk]),
            is_here=pk in here,
            has_open_offer=past[pk].has_open,
            offers_this_week=past[pk].this_week,
            offers_answered=past[pk].ends[OfferEnd.ANSWERED],
            offers_let_go=past[pk].ends[OfferEnd.DECLINED] + past[pk].ends[OfferEnd.EXPIRED],
            last_offer_at=past[pk].last_at,
        )
        for pk, member in members.items()
    ]


def _terms(said: HelperSettings, left_out: set[str]) -> routing.Terms:
    return routing.Terms(
        weekly_cap=said.weekly_cap,
        quiet_from=_minutes(said.quiet_from),
        quiet_until=_minutes(said.quiet_until),
        time_zone=said.time_zone or settings.TIME_ZONE,
        languages=frozenset(said.languages),
        known_topics=frozenset(said.known_topics),
        refused_topics=frozenset(said.refused_topics) | left_out,
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _replied_spaces(members: Iterable[int], now: datetime) -> dict[int, set[int]]:
    replies = Post.objects.standing().filter(
        author__in=members, is_opening=False, alias__isnull=True, created_at__gte=now - LATELY
    )
    return _grouped(replies.order_by().values_list("author_id", "thread__space_id").distinct())


def _left_out(members: Iterable[int]) -> dict[int, set[str]]:
    choices = TopicChoice.objects.filter(member__in=members, choice="leave_out")
    return _grouped(choices.values_list("member_id", "topic__slug"))


def _apart(members: Iterable[int]) -> dict[int, set[int]]:
    pairs: list[tuple[int, int]] = []
    for one, other in Block.objects.filter(Q(blocker__in=members) | Q(blocked__in=members)).values_list(
        "blocker_id", "blocked_id"
    ):
        pairs += [(one, other), (other, one)]
    pairs += Mute.objects.filter(muter__in=members).values_list("muter_id", "muted_id")
    return _grouped(pairs)


def _offers(members: Iterable[int], now: datetime) -> dict[int, _Past]:
    past: dict[int, _Past] = defaultdict(_Past)
    offers = Offer.objects.filter(member__in=members).order_by("offered_at")
    for member, at, ended, end in offers.values_list("member_id", "offered_at", "ended_at", "end"):
        each = past[member]
        each.has_open |= ended is None
        each.this_week += at > now - routing.A_WEEK
        each.ends[end] += 1
        each.last_at = at
    return past


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, set[V]]:
    found: dict[K, set[V]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found
