"""Finding members, and what one member may read about another."""

import hashlib
import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from core.keys import kept_secret
from people.models import Audience, Block, ClosedName, FormerName, Member, Mute
from people.names import look_keys, name_key, suggest_names


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One thing a member says about themselves. `audience` is given to the member alone."""

    field: str
    label: str
    text: str
    audience: str


def get_member(name: str, *, viewer: Member | None) -> Member:
    """Return the member known by this name; 404 alike when missing, closed, or blocked in either direction.

    One query whatever the answer, so that the time it takes does not tell which it was.
    """
    found = Member.objects.present().filter(name_key=name_key(name))
    if viewer:
        between = Q(blocker=OuterRef("pk"), blocked=viewer) | Q(blocker=viewer, blocked=OuterRef("pk"))
        found = found.filter(~Exists(Block.objects.filter(between)))
    member = found.first()
    if member is None:
        raise Http404
    return member


def apart_from(member_id: int) -> QuerySet[Member]:
    """Return the members who see no trace of this one: blocked in either direction, or they muted this one."""
    return Member.objects.filter(
        Exists(Block.objects.filter(blocker=OuterRef("pk"), blocked=member_id))
        | Exists(Block.objects.filter(blocker=member_id, blocked=OuterRef("pk")))
        | Exists(Mute.objects.filter(muter=OuterRef("pk"), muted=member_id))
    )


def sees_no_trace_of(member: Member, others: Collection[int]) -> bool:
    """Tell whether this member may see no trace of any of these: as `hidden_ids`, and never remembered."""
    between = Q(blocker=member, blocked__in=others) | Q(blocker__in=others, blocked=member)
    return (
        Block.objects.filter(between).exists() or Mute.objects.filter(muter=member, muted__in=others).exists()
    )


def has_blocked(member: Member, name: str) -> bool:
    """Tell whether this member blocked somebody of this name; their own doing, so they may know."""
    return Block.objects.filter(blocker=member, blocked__name_key=name_key(name)).exists()


def members_by_ids(ids: Iterable[int], *, viewer: Member | None) -> dict[int, Member]:
    """Return those of these members the viewer may see, by id."""
    return Member.objects.visible_to(viewer).in_bulk(list(ids))


def find_members(text: str) -> QuerySet[Member]:
    """Return members whose name holds this text, by name; for people who give out roles."""
    found = Member.objects.present().order_by("name_key")
    return found.filter(Q(name_key__contains=name_key(text)) | Q(name__icontains=text)) if text else found


def is_name_free(name: str, *, for_member: Member | None = None) -> bool:
    """Tell whether nobody is, was, or looks to be called this; a member's own names are free to them."""
    keys = look_keys(name)
    taken = Member.objects.filter(name_key__in=keys)
    given_up = FormerName.objects.filter(name_key__in=keys)
    if for_member:
        taken, given_up = taken.exclude(pk=for_member.pk), given_up.exclude(member=for_member)
    closed = ClosedName.objects.filter(name_mark__in=[mark_of_name(key) for key in keys])
    return not taken.exists() and not given_up.exists() and not closed.exists()


def mark_of_name(key: str) -> str:
    """Return what is kept of the name of a closed account: nothing without the key beside the database."""
    return hmac.new(kept_secret("closed_names"), key.encode(), hashlib.sha256).hexdigest()


def list_free_suggestions(count: int = 5) -> list[str]:
    """Return names nobody has yet, to choose from."""
    by_key = {name_key(name): name for name in suggest_names(count * 3)}
    taken = set(Member.objects.filter(name_key__in=by_key).values_list("name_key", flat=True))
    return [name for key, name in by_key.items() if key not in taken][:count]


def list_distances(member: Member) -> tuple[list[Member], list[Member]]:
    """Return the members this one blocked and those they muted, newest first."""
    blocks = Block.objects.filter(blocker=member).select_related("blocked").order_by("-pk")
    mutes = Mute.objects.filter(muter=member).select_related("muted").order_by("-pk")
    return [block.blocked for block in blocks], [mute.muted for mute in mutes]


def profile_of(member: Member, *, viewer: Member | None, now: datetime) -> list[ProfileLine]:
    """Return what this viewer may read about a member; members see all of their own."""
    lines = [
        ProfileLine("pronouns", _("Pronouns"), member.pronouns, member.pronouns_audience),
        ProfileLine("about", _("About"), member.about, member.about_audience),
        ProfileLine("languages", _("Languages"), ", ".join(member.languages), member.languages_audience),
        ProfileLine(
            "time_zone", _("Time there now"), _time_in(member.time_zone, now), member.time_zone_audience
        ),
        ProfileLine("interests", _("Interests"), member.interests, member.interests_audience),
        ProfileLine(
            "lived_experience",
            _("Lived experience"),
            member.lived_experience,
            member.lived_experience_audience,
        ),
    ]
    open_to = _audiences_including(member, viewer)
    return [line for line in lines if line.text and line.audience in open_to]


def public_profile(member: Member) -> str:
    """Return what a member says about themselves to others, as they typed it; nothing they keep to themselves."""
    fields = ("pronouns", "about", "interests", "lived_experience")
    open_to = [name for name in fields if getattr(member, f"{name}_audience") != Audience.NOBODY]
    return "\n".join(words for name in open_to if (words := getattr(member, name)))


def _audiences_including(member: Member, viewer: Member | None) -> set[Any]:
    if viewer is None:
        return {Audience.EVERYONE}
    return set(Audience) if viewer.pk == member.pk else {Audience.EVERYONE, Audience.MEMBERS}


def _time_in(zone: str, now: datetime) -> str:
    return f"{now.astimezone(ZoneInfo(zone)):%H:%M}" if zone else ""
