"""Who works at the safety desk, and with which case."""

from django.db.models import Q

from people.models import Member
from people.permissions import allows
from safety.models import Case, DeskSettings, Source, Work
from safety.subjects import places_of


def can_see_desk(viewer: Member | None) -> bool:
    """Staff who handle reports, and those who look after a place."""
    return viewer is not None and (allows(viewer, "handle_reports") or bool(places_of(viewer)))


def cases_for(viewer: Member) -> Q:
    """Return the condition on cases this member may see at all.

    Never one about themselves, one they reported, or an appeal against their own decision: it would tell them of
    it, and nobody judges in their own matter.
    """
    seen = Q() if allows(viewer, "handle_reports") else Q(place__in=places_of(viewer))
    if not allows(viewer, "handle_escalations"):
        seen &= ~Q(source=Source.COMPLAINT)
    mine = Q(about=viewer) | Q(reports__reporter=viewer) | Q(appeal__decision__by=viewer)
    mine |= Q(follows__reports__reporter=viewer)
    return seen & ~Q(pk__in=Case.objects.filter(mine).values("pk"))


def can_handle(viewer: Member | None, case: Case) -> bool:
    """Whether this member may work on the case at all."""
    return can_see_desk(viewer) and Case.objects.filter(cases_for(viewer), pk=case.pk).exists()  # type: ignore[arg-type]


def can_claim(viewer: Member | None, case: Case) -> bool:
    """A case nobody has; once it was passed on, the operators alone."""
    if viewer is None or case.holder_id is not None or case.closed_at is not None:
        return False
    if case.escalated_at and not allows(viewer, "handle_escalations"):
        return False
    return can_handle(viewer, case)


def has(viewer: Member | None, case: Case) -> bool:
    """Whether the case is theirs now; only then may they decide it or learn who reported it."""
    return viewer is not None and case.closed_at is None and case.holder_id == viewer.pk


def is_on(viewer: Member | None, case: Case) -> bool:
    """Whoever has the case, and whoever they asked to look along."""
    return has(viewer, case) or (
        viewer is not None and case.asked_id == viewer.pk and case.holder_id is not None
    )


def can_set_clocks(viewer: Member | None) -> bool:
    return allows(viewer, "set_clocks")


def can_be_on_duty(viewer: Member | None) -> bool:
    """Listeners, and whoever works at the safety desk."""
    return viewer is not None and (allows(viewer, "take_listening_shifts") or can_see_desk(viewer))


def can_work(viewer: Member | None, work: str) -> bool:
    """Whether a shift of this kind is for them."""
    return can_see_desk(viewer) if work == Work.DESK else can_be_on_duty(viewer)


def can_see_names_on_rota(viewer: Member | None) -> bool:
    """Who is down for which shift, by name: those who see colleagues' names at the desk as well."""
    return can_see_desk(viewer)


def can_plan_rota(viewer: Member | None) -> bool:
    return allows(viewer, "plan_rota")


def is_lead(viewer: Member | None) -> bool:
    """Whether this is the safeguarding lead the operator named, for as long as they handle reports at all."""
    return allows(viewer, "handle_reports") and DeskSettings.objects.filter(lead=viewer).exists()


def can_edit_protocols(viewer: Member | None) -> bool:
    """The operators and the safeguarding lead."""
    return allows(viewer, "edit_protocols") or is_lead(viewer)


def can_name_lead(viewer: Member | None) -> bool:
    return allows(viewer, "name_lead")


def can_read_debriefs(viewer: Member | None) -> bool:
    """Those who lead: what helpers chose to share with them."""
    return allows(viewer, "handle_escalations") or is_lead(viewer)


def can_publish(viewer: Member | None) -> bool:
    """Whoever answers for the place in public."""
    return allows(viewer, "edit_community")
