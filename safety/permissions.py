"""Who works at the safety desk, and with which case."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from people.models import Member
from people.permissions import PERMISSIONS, allows
from safety.models import Case, DeskSettings, Disclosure, Sought, Source, Work
from safety.subjects import keepers_of, places_of

# A request to see who somebody is that nobody answered in this time is over.
REQUEST_LASTS = timedelta(days=1)


def can_see_desk(viewer: Member | None) -> bool:
    """Staff who handle reports, and those who look after a place."""
    return viewer is not None and (allows(viewer, "handle_reports") or bool(places_of(viewer)))


def can_decide_in(viewer: Member | None, place: str) -> bool:
    """Whether cases of this place are theirs to decide."""
    return viewer is not None and (allows(viewer, "handle_reports") or place in places_of(viewer))


def cases_for(viewer: Member) -> Q:
    """Return the condition on cases this member may see at all.

    Never one about themselves, one they reported, or an appeal against their own decision: it would tell them of
    it, and nobody judges in their own matter.
    """
    seen = Q() if allows(viewer, "handle_reports") else Q(place__in=places_of(viewer))
    if not allows(viewer, "handle_escalations"):
        seen &= ~Q(source=Source.COMPLAINT)
    against = Q(appeal__decision__by=viewer) & ~Q(pk__in=_left_alone_with(viewer))
    mine = Q(about=viewer) | Q(reports__reporter=viewer) | against
    mine |= Q(follows__reports__reporter=viewer)
    return seen & ~Q(pk__in=Case.objects.filter(mine).values("pk"))


def _left_alone_with(viewer: Member) -> list[int]:
    """Return the appeals against somebody's own decisions that perhaps nobody else here could answer."""
    others = set(staff().exclude(pk=viewer.pk).values_list("pk", flat=True)[:2])
    if len(others) > 1:
        return []
    appeals = Case.objects.filter(appeal__decision__by=viewer)
    return [case.pk for case in appeals if not somebody_else_could(case, others, decided_by=viewer.pk)]


def somebody_else_could(case: Case, others: set[int], *, decided_by: int) -> bool:
    """Whether one of these, or of those who look after its place, can surely answer for a case.

    An anonymous author may be the one colleague there is. So one is not enough then, whoever the author is: the answer
    must be the same, or it would tell.
    """
    found = (others | keepers_of(case.place)) - {decided_by}
    return len(found) > 1 if case.is_anonymous else bool(found - {case.about_id})


def staff() -> QuerySet[Member]:
    """Return everybody whose role handles reports, by name."""
    roles = [role for role, allowed in PERMISSIONS.items() if "handle_reports" in allowed]
    return Member.objects.present().filter(role__in=roles).order_by("name_key")


def can_handle(viewer: Member | None, case: Case) -> bool:
    """Whether this member may work on the case at all."""
    return can_see_desk(viewer) and Case.objects.filter(cases_for(viewer), pk=case.pk).exists()  # type: ignore[arg-type]


def can_claim(viewer: Member | None, case: Case) -> bool:
    """A case that is free for them, and that they may work on at all."""
    return viewer is not None and is_free_for(viewer, case) and can_handle(viewer, case)


def is_free_for(viewer: Member, case: Case) -> bool:
    """Whether a case they may work on can be taken by them: asks the database nothing, so a whole queue can be asked.

    A case nobody has; once it was passed on, an operator's, from whoever goes on with it meanwhile too.
    """
    if case.closed_at is not None:
        return False
    is_operator = allows(viewer, "handle_escalations")
    if case.holder is not None:
        return is_operator and can_take_over(case.holder, case)
    return is_operator or not is_for_operators(case) or case.offered_to_id == viewer.pk


def is_for_operators(case: Case) -> bool:
    """Whether it was passed on and waits for an operator; no longer once it was opened to all."""
    return case.escalated_at is not None and case.opened_to_all_at is None


def can_take_over(holder: Member, case: Case) -> bool:
    """Whether an operator can take the case from its holder: it was passed on, and the holder is none themselves."""
    return case.escalated_at is not None and not allows(holder, "handle_escalations")


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


def can_know_of_disclosures(viewer: Member | None) -> bool:
    """Those whose role handles reports; not those who look after one space only."""
    return allows(viewer, "handle_reports")


def what_can_be_sought(viewer: Member | None, case: Case) -> list[str]:
    """Return what whoever has the case may ask to see of the person behind it."""
    if not (
        has(viewer, case) and can_know_of_disclosures(viewer) and case.about_id and can_handle(viewer, case)
    ):
        return []
    return [Sought.ACCOUNT, Sought.ADDRESS] if case.is_anonymous else [Sought.ADDRESS]


def can_seek(viewer: Member | None, case: Case, sought: str) -> bool:
    return sought in what_can_be_sought(viewer, case)


def can_allow(viewer: Member | None, asked: Disclosure) -> bool:
    """A second person who could handle the case, while nobody has answered."""
    if viewer is None or asked.answered_at is not None or asked.asked_by_id == viewer.pk:
        return False
    return can_know_of_disclosures(viewer) and can_handle(viewer, asked.case)


def can_see_disclosed(viewer: Member | None, asked: Disclosure, *, now: datetime) -> bool:
    """Whoever asked, once it was allowed and for an hour, while they still handle reports."""
    if viewer is None or asked.ends_at is None or now >= asked.ends_at or asked.asked_by_id != viewer.pk:
        return False
    return can_know_of_disclosures(viewer) and can_handle(viewer, asked.case)


def can_close_accounts(viewer: Member | None) -> bool:
    """The operators, to whom others pass such a case on."""
    return allows(viewer, "handle_escalations")
