"""A helper's buddy and debriefs. Each is for the two it is between, or for its writer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from people.models import Account, Member, Role
from safety import permissions
from safety.models import Band, Buddy, Case, CaseAct, CaseNote, Debrief
from safety.queries.rota import who_is_on_duty

_HELPERS = (Role.LISTENER, Role.MODERATOR, Role.OPERATOR)


@dataclass(frozen=True, slots=True)
class BuddyPage:
    """How things stand: one's buddy with their side of it, whom one asked, and who asks oneself."""

    own: Buddy | None
    theirs: Buddy | None
    asking: list[Buddy]
    is_on_duty: bool

    @property
    def are_buddies(self) -> bool:
        return self.own is not None and self.theirs is not None


def get_buddy_page(viewer: Member, *, now: datetime) -> BuddyPage:
    """Return what this helper sees about buddies; nobody apart from them is in it."""
    seen = Member.objects.visible_to(viewer)
    own = Buddy.objects.filter(member=viewer, other__in=seen).select_related("other").first()
    choosing = Buddy.objects.filter(other=viewer, member__in=seen).select_related("member").order_by("pk")
    theirs = next((each for each in choosing if own and each.member_id == own.other_id), None)
    is_on_duty = bool(theirs) and any(each.pk == own.other_id for each in who_is_on_duty(now=now))  # type: ignore[union-attr]
    return BuddyPage(own, theirs, [] if theirs else list(choosing), is_on_duty)


def list_possible_buddies(viewer: Member) -> QuerySet[Member]:
    """Return the helpers this one can choose, by name."""
    return (
        Member.objects.visible_to(viewer).filter(role__in=_HELPERS).exclude(pk=viewer.pk).order_by("name_key")
    )


def only_visible_buddies(account: Account, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Leave out of an export whoever its owner sees no trace of."""
    return rows.filter(other__in=Member.objects.visible_to(account.member))


def owes_debrief(viewer: Member, case: Case) -> bool:
    """Tell whether to offer a debrief: they decided a case that could not wait, and wrote none yet."""
    return can_debrief(viewer, case) and not Debrief.objects.filter(member=viewer, case=case).exists()


def can_debrief(viewer: Member, case: Case) -> bool:
    """Tell whether this member had that case when it was decided or given on, and it could not wait."""
    mine = CaseNote.objects.filter(case=case, by=viewer, act__in=[CaseAct.DECIDED, CaseAct.CLAIMED])
    has_it = case.holder_id == viewer.pk and case.closed_at is None
    return case.band == Band.NOW and not has_it and mine.exists()


def list_own_debriefs(viewer: Member) -> QuerySet[Debrief]:
    """Return what this member noted for themselves, newest first."""
    return Debrief.objects.filter(member=viewer).order_by("-written_at", "-pk")


def list_shared_debriefs(viewer: Member) -> QuerySet[Debrief]:
    """Return what helpers shared with those who lead, newest first; Http404 for everybody else."""
    if not permissions.can_read_debriefs(viewer):
        raise Http404
    shared = Debrief.objects.filter(shared_at__isnull=False, member__in=Member.objects.present())
    return shared.exclude(member=viewer).select_related("member").order_by("-shared_at", "-pk")
