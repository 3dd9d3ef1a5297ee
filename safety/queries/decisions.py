"""Decisions: those on a case, those about a member, what lasts, and what was asked to be looked at again."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from people.models import Member
from safety import permissions
from safety.models import Appeal, Case, Decision, Source


def list_decisions(case: Case) -> QuerySet[Decision]:
    """Return what was decided on this case, oldest first."""
    return case.decisions.select_related("by", "reversed_by", "appeal")


def get_decision_on(case: Case, decision_id: int) -> Decision:
    """Return a decision on this case; Http404 for others."""
    found = Decision.objects.filter(case=case, pk=min(decision_id, 2**63 - 1)).first()
    if found is None:
        raise Http404
    return found


def is_appeal(case: Case) -> bool:
    """Whether the case is an appeal that is still there to be answered."""
    return case.source == Source.APPEAL and Appeal.objects.filter(case=case).exists()


def is_against(case: Case, viewer: Member) -> bool:
    """Whether the case is an appeal against this member's own decision."""
    return case.source == Source.APPEAL and Appeal.objects.filter(case=case, decision__by=viewer).exists()


def get_appeal(decision: Decision) -> Appeal | None:
    """Return what was asked about a decision, None where nobody asked."""
    return Appeal.objects.filter(decision=decision).first()


def can_be_answered_by_another(decision: Decision) -> bool:
    """Whether somebody else than whoever decided can surely look at a decision again."""
    if decision.by_id is None:
        return True
    others = set(permissions.staff().exclude(pk=decision.by_id).values_list("pk", flat=True)[:2])
    return permissions.somebody_else_could(decision.case, others, decided_by=decision.by_id)


def list_decisions_about(member: Member) -> QuerySet[Decision]:
    """Return the decisions that touched this member, newest first."""
    return Decision.objects.filter(member=member).select_related("case").order_by("-pk")


def get_decision(decision_id: int, *, member: Member) -> Decision:
    """Return a decision for the member it touches; Http404 for everybody else."""
    decision = list_decisions_about(member).filter(pk=min(decision_id, 2**63 - 1)).first()
    if decision is None:
        raise Http404
    return decision


def pace_of(member: Member, *, now: datetime) -> int | None:
    """Return how often in an hour somebody may post, None where nobody decided that."""
    slowing = Decision.objects.filter(member=member).slowing(now).order_by("per_hour")
    return slowing.values_list("per_hour", flat=True).first()


def paused_until(member: Member, *, now: datetime) -> datetime | None:
    """Return until when somebody may not post, None when they may."""
    pauses = Decision.objects.filter(member=member).pausing(now).order_by("-until")
    return pauses.values_list("until", flat=True).first()
