"""How much of what is heavy somebody carries, and what they leave to others. For themselves alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from people.models import Member
from safety import permissions
from safety.models import Band, Case, CaseAct, CaseNote, Concern, Duty, OwnLimits
from safety.queries.cases import CaseRow
from safety.queries.rota import rota_settings, who_is_on_duty

HEAVY = frozenset({Concern.CRISIS, Concern.ABUSE, Concern.HARM, Concern.METHOD})
WITHOUT_DUTY = timedelta(hours=8)  # what counts as a shift for somebody who did not say that they are on duty


@dataclass(frozen=True, slots=True)
class SharedQueue:
    """The queue as one member works with it: their own part, and what they leave to others.

    `somebody_else` says whether a colleague is on duty who does not leave it to others too.
    """

    rows: list[CaseRow]
    left: list[CaseRow]
    somebody_else: bool


def is_heavy(case: Case) -> bool:
    """Whether a case weighs on whoever takes it: somebody may be in danger."""
    return case.band == Band.NOW or case.concern in HEAVY


def count_heavy(member: Member, *, now: datetime) -> int:
    """Return how many heavy cases this member took since their duty began, or in the last eight hours."""
    since = Duty.objects.open().filter(member=member).values_list("since", flat=True).first()
    taken = CaseNote.objects.filter(
        by=member, act=CaseAct.CLAIMED, at__gte=since or now - WITHOUT_DUTY
    ).select_related("case")
    return len({note.case_id for note in taken if is_heavy(note.case)})


def is_enough(member: Member, case: Case, *, now: datetime) -> bool:
    """Tell whether this case would be one heavy case more than a shift should hold."""
    return is_heavy(case) and count_heavy(member, now=now) >= heavy_limit_of(member)


def heavy_limit_of(member: Member) -> int:
    """Return after how many heavy cases in a shift this member is asked: their own number, or everybody's if less."""
    own = OwnLimits.objects.filter(member=member).values_list("heavy_cases", flat=True).first()
    most = rota_settings().heavy_cases
    return min(own or most, most)


def left_out_by(member: Member) -> frozenset[str]:
    """Return the concerns this member leaves to others."""
    said = OwnLimits.objects.filter(member=member).values_list("left_out", flat=True).first()
    return frozenset(said or ())


def share_out(rows: list[CaseRow], viewer: Member, *, now: datetime) -> SharedQueue:
    """Set apart what this member leaves to others; nothing is ever left out of the queue."""
    left_out = left_out_by(viewer)
    left = [row for row in rows if row.case.concern in left_out and row.case.holder_id != viewer.pk]
    if not left:
        return SharedQueue(rows, [], somebody_else=False)
    own = [row for row in rows if row not in left]
    return SharedQueue(own, left, _somebody_else_for(left, viewer, now=now))


def _somebody_else_for(rows: list[CaseRow], viewer: Member, *, now: datetime) -> bool:
    """Tell whether colleagues who are on duty between them take everything in these rows."""
    others = [
        (member, left_out_by(member))
        for member in who_is_on_duty(now=now)
        if member.pk != viewer.pk and permissions.can_see_desk(member)
    ]
    return all(any(row.case.concern not in left for _, left in others) for row in rows)


def who_does_not_leave(case: Case, member_ids: Iterable[int]) -> list[int]:
    """Return those of these members who take cases of this concern; everybody where nobody would be left."""
    everybody = list(member_ids)
    leaving = {
        said.member_id
        for said in OwnLimits.objects.filter(member__in=everybody)
        if case.concern in said.left_out
    }
    return [pk for pk in everybody if pk not in leaving] or everybody
