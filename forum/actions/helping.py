"""Offering to help, on one's own terms, and not any more."""

from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction
from django.db.models.functions import Coalesce

from forum.actions.offers import end_offers
from forum.models import HelperSettings, Offer
from forum.models.helping import OfferEnd
from forum.permissions import forget_doors
from live.actions import announce_access_change
from people.models import Member


@transaction.atomic
def save_helper_settings(
    member: Member,
    *,
    weekly_cap: int,
    quiet_from: time,
    quiet_until: time,
    time_zone: str,
    languages: Collection[str],
    known_topics: Collection[str],
    refused_topics: Collection[str],
    shares_lived_experience: bool,
    now: datetime,
) -> None:
    """Let this member be asked about threads that wait, on these terms. What they refused is not asked any more."""
    HelperSettings.objects.update_or_create(
        member=member,
        defaults={
            "weekly_cap": weekly_cap, "quiet_from": quiet_from, "quiet_until": quiet_until,
            "time_zone": time_zone, "languages": sorted(languages), "known_topics": sorted(known_topics),
            "refused_topics": sorted(refused_topics), "shares_lived_experience": shares_lived_experience,
        },
    )  # fmt: skip
    HelperSettings.objects.filter(member=member).update(opted_in_at=Coalesce("opted_in_at", now))
    for slug in refused_topics:
        about_it = Offer.objects.open().filter(member=member, thread__notes__contains=f",{slug},")
        end_offers(about_it, how=OfferEnd.WITHDRAWN, now=now)
    _forget(member)


@transaction.atomic
def stop_helping(member: Member, *, now: datetime) -> None:
    """Ask this member nothing any more. Their terms are kept for when they come back."""
    HelperSettings.objects.filter(member=member).update(opted_in_at=None)
    end_offers(Offer.objects.open().filter(member=member), how=OfferEnd.WITHDRAWN, now=now)
    _forget(member)


def _forget(member: Member) -> None:
    announce_access_change([member.pk])
    forget_doors(member.pk)
    transaction.on_commit(lambda: forget_doors(member.pk))
