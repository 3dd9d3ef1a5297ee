"""Who is on duty, and who means to be here when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from core.languages import isolated
from core.memory import Memory
from people.models import Member
from people.permissions import allows
from people.queries import are_here
from safety import permissions
from safety.models import Band, Case, Duty, RotaSettings, Shift, ShiftPlace, Work
from safety.models.rota import A_MINUTE
from safety.queries.cases import desk_settings, list_colleagues

AHEAD = timedelta(days=14)
EARLY = timedelta(minutes=30)  # so long before a shift one can begin it
SOON = timedelta(hours=48)  # a shift further away is no news to somebody who needs a person
_asked = Memory(4, seconds=15)


@dataclass(frozen=True, slots=True)
class NobodyHere:
    """Nobody is on duty; when the next shift begins for which somebody signed up, where that is soon."""

    next_shift_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift of the plan as a helper sees it. `names` is empty for those who do not see colleagues' names.

    `offered` are places their holders would rather see taken over, without the viewer's own.
    """

    shift: Shift
    taken: int
    own: ShiftPlace | None
    names: list[str]
    offered: list[ShiftPlace]
    can_join: bool

    @property
    def missing(self) -> int:
        return max(self.shift.needed - self.taken, 0)


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """One's own duty as the page shows it: what to ask about, and whether people are told that one is here."""

    duty: Duty
    is_over: bool
    is_away: bool
    is_break_due: bool
    is_here: bool
    cases: int


def rota_settings() -> RotaSettings:
    """Return the operator's settings; ours while none were set."""
    return RotaSettings.objects.filter(pk=1).first() or RotaSettings(pk=1)


def who_is_on_duty(*, now: datetime) -> list[Member]:
    """Return those who switched themselves on duty, are not away, and were here in the last quarter of an hour."""
    running = Duty.objects.running(now).filter(member__in=Member.objects.present())
    members = [duty.member for duty in running.select_related("member").order_by("pk")]
    here = are_here([member.pk for member in members])
    return [member for member in members if member.pk in here and permissions.can_be_on_duty(member)]


def is_somebody_on_duty(*, at_desk: bool = False) -> bool:
    """Tell whether a person is on duty now (at most fifteen seconds ago), or one who works at the desk; never who."""
    known = _asked.get(("duty", at_desk))
    if known is None:
        found = who_is_on_duty(now=timezone.now())
        known = any(not at_desk or permissions.can_see_desk(member) for member in found)
        _asked.put(("duty", at_desk), known)
    return bool(known)


def is_left_by_operators(case: Case, *, besides: Member | None = None, now: datetime) -> bool:
    """Tell whether a case waits for an operator in vain: its clock ran since it was passed on, or none is on duty.

    Without one on duty only what cannot wait is left at once. Whether an operator may handle this very case does not
    count: for words without a name, that would tell whose they are.
    """
    if case.holder_id or case.escalated_at is None or not permissions.is_for_operators(case):
        return False
    if now >= case.escalated_at + desk_settings().clock(case.band):
        return True
    on_duty = [one for one in who_is_on_duty(now=now) if one != besides and allows(one, "handle_escalations")]
    return case.band == Band.NOW and not on_duty


def forget_who_is_on_duty() -> None:
    """Look again; for the actions that change it."""
    _asked.clear()


def nobody_here(*, at_desk: bool = False) -> NobodyHere | None:
    """Return what to tell people while nobody is on duty (`at_desk`: nobody who sees cases); None while somebody is."""
    if is_somebody_on_duty(at_desk=at_desk):
        return None
    known: NobodyHere | None = _asked.get(("next", at_desk))
    if known is None:
        now = timezone.now()
        someone = ShiftPlace.objects.filter(shift=OuterRef("pk"))
        coming = Shift.objects.filter(Exists(someone), starts_at__gt=now, starts_at__lt=now + SOON)
        if at_desk:
            coming = coming.filter(work=Work.DESK)
        known = NobodyHere(coming.order_by("starts_at").values_list("starts_at", flat=True).first())
        _asked.put(("next", at_desk), known)
    return known


def get_own_duty(viewer: Member, *, now: datetime) -> OwnDuty | None:
    """Return this member's duty, None while they are not on duty."""
    duty = Duty.objects.open().select_related("shift").filter(member=viewer, until__gt=now - A_MINUTE).first()
    if duty is None:
        return None
    is_away = duty.away_until is not None and duty.away_until > now
    return OwnDuty(
        duty,
        is_over=duty.until <= now,
        is_away=is_away,
        is_break_due=not is_away and duty.break_due_at <= now,
        is_here=bool(are_here([viewer.pk])),
        cases=Case.objects.open().filter(holder=viewer).count(),
    )


def duty_facts(viewer: Member | None, *, now: datetime) -> dict[str, Any]:
    """Return what the bar about one's own duty shows (safety/_duty.html), on whatever page it stands."""
    if viewer is None or not permissions.can_be_on_duty(viewer):
        return {"can_be_on_duty": False}
    own = get_own_duty(viewer, now=now)
    shift = None if own else get_current_shift(viewer, now=now)
    return {"can_be_on_duty": True, "own_duty": own, "own_shift": shift}


def get_current_shift(viewer: Member, *, now: datetime) -> Shift | None:
    """Return the shift this member signed up for that runs now or begins within half an hour."""
    mine = Shift.objects.filter(taken__member=viewer, starts_at__lte=now + EARLY, ends_at__gt=now)
    return mine.order_by("starts_at").first()


def list_shifts(viewer: Member, *, now: datetime) -> list[ShiftRow]:
    """Return the shifts of the next two weeks that are for this member's role, the soonest first."""
    places = ShiftPlace.objects.filter(member__in=Member.objects.present()).select_related("member")
    coming = Shift.objects.filter(ends_at__gt=now, starts_at__lt=now + AHEAD).order_by("starts_at", "pk")
    rows = []
    for shift in coming.prefetch_related(Prefetch("taken", places.order_by("pk"))):
        if permissions.can_work(viewer, shift.work):
            rows.append(_row(shift, viewer))
    return rows


def _row(shift: Shift, viewer: Member) -> ShiftRow:
    taken = list(shift.taken.all())
    own = next((place for place in taken if place.member_id == viewer.pk), None)
    names = [place.member.name for place in taken] if permissions.can_see_names_on_rota(viewer) else []
    return ShiftRow(
        shift,
        taken=len(taken),
        own=own,
        names=names,
        offered=[] if own else [place for place in taken if place.offered_at],
        can_join=own is None and len(taken) < shift.needed,
    )


def get_shift(shift_id: int, *, viewer: Member, now: datetime) -> Shift:
    """Return a shift that is not over and for this member's role; Http404 for others."""
    shift = Shift.objects.filter(pk=min(shift_id, 2**63 - 1), ends_at__gt=now).first()
    if shift is None or not permissions.can_work(viewer, shift.work):
        raise Http404
    return shift


def list_planned(*, now: datetime) -> QuerySet[Shift]:
    """Return every shift that is not over, for whoever plans."""
    return Shift.objects.filter(ends_at__gt=now).prefetch_related("taken").order_by("starts_at", "pk")


def list_held(member: Member) -> QuerySet[Case]:
    """Return the open cases this member has, most urgent first."""
    return Case.objects.open().filter(holder=member).most_urgent_first()


def list_colleagues_for_all(cases: Sequence[Case], *, viewer: Member, now: datetime) -> list[tuple[str, str]]:
    """Return names and labels of those to whom all these cases can be handed, whoever is on duty first."""
    if not cases:
        return []
    found = list(list_colleagues(cases[0], viewer=viewer))
    for case in cases[1:]:
        able = set(list_colleagues(case, viewer=viewer).values_list("pk", flat=True))
        found = [member for member in found if member.pk in able]
    on_duty = {member.pk for member in who_is_on_duty(now=now)}
    found.sort(key=lambda member: member.pk not in on_duty)
    return [(member.name, _on_duty(member.name) if member.pk in on_duty else member.name) for member in found]


def _on_duty(name: str) -> str:
    return _("%(name)s, on duty now") % {"name": isolated(name)}
