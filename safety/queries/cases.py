"""The queue, single cases, and what a member may know of their own reports and decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from people.models import Member
from people.permissions import PERMISSIONS
from safety import permissions, subjects
from safety.models import Case, CaseNote, Decision, DeskSettings, Report, Source
from safety.queries.screening import signs_by_subject
from safety.reasons import Reason, get_reason
from safety.subjects import Subject

QUEUE_SIZE = 60


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the queue: the case, what it is about, why it is here, and how its clock stands.

    `reasons` are what members said is wrong; `signs` what a program noticed, in words that quote nothing; `is_free`
    says whether whoever looks can take it.
    """

    case: Case
    subject: Subject | None
    reasons: list[tuple[Reason, int]]
    signs: list[str]
    waited: timedelta
    clock: timedelta
    is_late: bool
    is_free: bool

    @property
    def waited_minutes(self) -> int:
        return int(self.waited.total_seconds() // 60)

    @property
    def clock_minutes(self) -> int:
        return int(self.clock.total_seconds() // 60)


def desk_settings() -> DeskSettings:
    """Return the operator's clocks; ours while none were set."""
    return DeskSettings.objects.filter(pk=1).first() or DeskSettings(pk=1)


def list_cases(viewer: Member, *, mine: bool = False, closed: bool = False) -> QuerySet[Case]:
    """Return the cases this member works with, most urgent first; closed ones newest first."""
    cases = Case.objects.filter(permissions.cases_for(viewer)).select_related(
        "holder", "offered_to", "asked", "protocol"
    )
    if closed:
        return cases.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    if mine:
        cases = cases.filter(Q(holder=viewer) | Q(offered_to=viewer) | Q(asked=viewer))
    return cases.open().most_urgent_first()


def rows_of(cases: Sequence[Case], *, viewer: Member, now: datetime) -> list[CaseRow]:
    """Return the lines of the queue for these cases, all of which the viewer may work with."""
    about = [(case.subject_kind, case.subject_id) for case in cases]
    found, signs = subjects.load_many(about), signs_by_subject(about)
    reasons = _reasons_of(cases)
    return [
        CaseRow(
            case,
            found.get((case.subject_kind, case.subject_id)),
            reasons.get(case.pk, []),
            signs.get((case.subject_kind, case.subject_id), []),
            (case.first_held_at or case.closed_at or now) - case.opened_at,
            case.due_at - case.opened_at,
            case.is_late(now),
            permissions.is_free_for(viewer, case),
        )
        for case in cases
    ]


def _reasons_of(cases: Iterable[Case]) -> dict[int, list[tuple[Reason, int]]]:
    """Return what members said is wrong, by case, said most often first, with how many said it."""
    told = (
        Report.objects.filter(case__in=[case.pk for case in cases])
        .values_list("case_id", "reason")
        .annotate(count=Count("pk"))
        .order_by("-count", "reason")
    )
    by_case: dict[int, list[tuple[Reason, int]]] = {}
    for case_id, reason, count in told:
        by_case.setdefault(case_id, []).append((get_reason(reason), count))
    return by_case


def get_case(case_id: int, *, viewer: Member) -> Case:
    """Return a case this member may work with; Http404 alike for all others and for none."""
    if not permissions.can_see_desk(viewer) or case_id > 2**63 - 1:
        raise Http404
    cases = Case.objects.filter(permissions.cases_for(viewer)).select_related(
        "holder", "offered_to", "asked", "protocol"
    )
    case = cases.filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def ids_at_desk(kind: str, viewer: Member) -> QuerySet[Any]:
    """Return the ids of the subjects of this kind that this member has to do with at the desk; none for others."""
    if not permissions.can_see_desk(viewer):
        return Case.objects.none().values("subject_id")
    return Case.objects.filter(permissions.cases_for(viewer), subject_kind=kind).values("subject_id")


def list_notes(case: Case) -> QuerySet[CaseNote]:
    """Return the private log, oldest first; for staff who may see the case."""
    return case.notes.select_related("by", "to")


def list_reports(case: Case) -> QuerySet[Report]:
    """Return who told us and what, oldest first. Names are for those on the case (safety.permissions.is_on)."""
    return case.reports.select_related("reporter").order_by("pk")


def other_cases(case: Case, subject: Subject | None, *, viewer: Member) -> QuerySet[Case]:
    """Return other cases about the same voice, newest first.

    For a name: all of that member's but those about their anonymous posts. For an anonymous voice: those about what
    it said in the same thread, and nothing else, since the rest would tell who it is.
    """
    others = (
        Case.objects.filter(permissions.cases_for(viewer)).exclude(pk=case.pk).order_by("-opened_at", "-pk")
    )
    if subject is None or case.is_anonymous:
        kind = subjects.get_kind(case.subject_kind)
        ids = kind.same_voice(subject) if kind and subject else [case.subject_id]
        return others.filter(subject_kind=case.subject_kind, subject_id__in=ids).exclude(subject_kind="")
    if case.about_id is None:
        return others.none()
    return others.filter(about=case.about_id, is_anonymous=False).exclude(source=Source.APPEAL)


def list_colleagues(case: Case, *, viewer: Member) -> QuerySet[Member]:
    """Return whom the case can be handed to or who can be asked to look along, by name.

    Somebody whose own matter it is stays in the list where the voice is anonymous: their absence would tell who it
    is. They are never told and cannot open it.
    """
    roles = [role for role, allowed in PERMISSIONS.items() if "handle_reports" in allowed]
    staff = Q(role__in=roles) | Q(pk__in=subjects.keepers_of(case.place))
    found = Member.objects.present().filter(staff).exclude(pk=viewer.pk).order_by("name_key")
    return found if case.is_anonymous or case.about_id is None else found.exclude(pk=case.about_id)


def list_staff() -> QuerySet[Member]:
    """Return everybody whose role handles reports, by name."""
    return permissions.staff()


def who_may_handle(case: Case) -> list[int]:
    """Return the ids of those who may work on the case and hear of it."""
    roles = [role for role, allowed in PERMISSIONS.items() if "handle_reports" in allowed]
    keepers = Q(role__in=roles) | Q(pk__in=subjects.keepers_of(case.place))
    return [
        member.pk
        for member in Member.objects.present().filter(keepers)
        if permissions.can_handle(member, case)
    ]


def list_reports_of(member: Member) -> QuerySet[Report]:
    """Return what this member told us, newest first, with what was decided."""
    decided = Prefetch("case__decisions", Decision.objects.order_by("pk"))
    return (
        Report.objects.filter(reporter=member)
        .select_related("case")
        .prefetch_related(decided)
        .order_by("-pk")
    )


def count_late_follow_ups(*, now: datetime) -> int:
    """Return how many people were not asked in time how they are."""
    return Case.objects.open().filter(source=Source.FOLLOW_UP, due_at__lt=now).count()
