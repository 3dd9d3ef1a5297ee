"""The safety desk: the queue, one case, and everything that can be done with it. Works with scripts off."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core.text import number_in
from live.queries import place_now
from people.access import member_required
from people.models import Member
from people.permissions import allows
from safety import actions, permissions, queries, subjects
from safety.events import EVERYBODY, OPERATORS
from safety.forms import (
    AnswerAuthorForm,
    AnswerForm,
    ColleagueForm,
    EscalateForm,
    NoteForm,
    VersionForm,
)
from safety.forms.decisions import DecisionForm
from safety.models import Case, Source
from safety.outcomes import TOLD, needs_follow_up
from safety.reasons import get_reason

_STILL_LENT = gettext_lazy(
    "These are still the words we lend. Say something about what they wrote, and fill every gap […]."
)
SHOWS = ("all", "mine", "closed")


@require_GET
@member_required
def desk(request: HttpRequest) -> HttpResponse:
    """What needs a person, most urgent first; for staff. htmx gets the list alone."""
    viewer, now = request.member, timezone.now()
    if not permissions.can_see_desk(viewer):
        raise PermissionDenied
    place = place_now()
    show = request.GET.get("show") if request.GET.get("show") in SHOWS else "all"
    cases = queries.list_cases(viewer, mine=show == "mine", closed=show == "closed")
    found = list(cases[: queries.QUEUE_SIZE + 1])
    rows = queries.rows_of(found[: queries.QUEUE_SIZE], viewer=viewer, now=now)
    shared = queries.share_out(rows if show == "all" else [], viewer, now=now)
    context = {
        "rows": shared.rows if show == "all" else rows,
        "left": shared.left,
        "somebody_else": shared.somebody_else,
        "has_more": len(found) > queries.QUEUE_SIZE,
        "show": show,
        "topics": ",".join(_topics_of(viewer)),
        "place": place,
        **queries.duty_facts(viewer, now=now),
    }
    return render(request, "safety/_queue.html" if request.htmx else "safety/desk.html", context)


def _topics_of(viewer: Any) -> list[str]:
    topics = [f"desk:{EVERYBODY}"] if allows(viewer, "handle_reports") else []
    if allows(viewer, "handle_escalations"):
        topics.append(f"desk:{OPERATORS}")
    return topics or [f"desk_{place}" for place in sorted(subjects.places_of(viewer))]


@require_GET
@member_required
def case_detail(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case with all that helps to decide it; 404 for whom it is not for."""
    if not permissions.can_see_desk(request.member):
        raise Http404
    case = actions.read_case(case_id, by=request.member, now=timezone.now())
    return _case_page(request, case)


def _case_page(
    request: HttpRequest, case: Case, *, forms: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    viewer, now = request.member, timezone.now()
    subject = subjects.load(case.subject_kind, case.subject_id)
    kind = subjects.get_kind(case.subject_kind)
    colleagues = list(queries.list_colleagues(case, viewer=viewer))
    told = [(each, get_reason(each.reason).words) for each in queries.list_reports(case)]
    context = {
        "case": case,
        "row": queries.rows_of([case], viewer=viewer, now=now)[0],
        "subject": subject,
        "drawn": kind.draw(subject, viewer) if kind and subject else None,
        "voice": kind.draw_voice(subject) if kind and subject else None,
        "others": queries.rows_of(
            list(queries.other_cases(case, subject, viewer=viewer)[:10]), viewer=viewer, now=now
        ),
        "signs": queries.list_signs(subject) if subject else [],
        "told": told,
        "notes": queries.list_notes(case),
        "decisions": queries.list_decisions(case),
        "can_claim": permissions.can_claim(viewer, case),
        "can_be_taken_over": permissions.can_take_over(viewer, case),
        "owes_debrief": queries.owes_debrief(viewer, case),
        "is_enough": queries.is_enough(viewer, case, now=now),
        "is_mine": permissions.has(viewer, case),
        "is_on": permissions.is_on(viewer, case),
        "is_appeal": case.source == Source.APPEAL,
        "is_complaint": case.source == Source.COMPLAINT,
        "can_be_taken_back": TOLD,
        "is_own_decision": queries.is_against(case, viewer),
        "may_seek": permissions.what_can_be_sought(viewer, case),
        "is_wanted": queries.is_wanted(case, viewer=viewer, now=now),
        "steps": queries.steps_of(case),
        "replies": queries.replies_of(case),
        "can_answer": subjects.may_answer(subject, viewer=viewer),
        "place": place_now(),
        **_forms(case, subject, colleagues, viewer=viewer),
        "author_form": AnswerAuthorForm(
            initial={"version": case.version, "words": _lent(request, case)},
            auto_id="author_%s",
            hint=subjects.answer_hint(subject),
        ),
        **(forms or {}),
    }
    return render(request, "safety/case.html", context, status=status)


def _lent(request: HttpRequest, case: Case) -> str:
    """Return the words somebody asked to begin an answer with."""
    words = {str(place): reply for place, reply in enumerate(queries.replies_of(case), start=1)}
    return words.get(request.GET.get("begin", ""), "")


def _forms(case: Case, subject: Any, colleagues: list[Member], *, viewer: Member) -> dict[str, Form]:
    start = {"version": case.version}
    return {
        "decision_form": _decision_form(case, subject, colleagues, viewer=viewer, initial=start),
        "answer_form": AnswerForm(initial=start, auto_id="answer_%s"),
        "hand_over_form": ColleagueForm(initial=start, colleagues=colleagues, auto_id="hand_%s"),
        "ask_form": ColleagueForm(initial=start, colleagues=colleagues, auto_id="ask_%s"),
        "escalate_form": EscalateForm(initial=start, auto_id="escalate_%s"),
        "note_form": NoteForm(auto_id="note_%s"),
    }


def _decision_form(
    case: Case, subject: Any, colleagues: list[Member], *, viewer: Member, **how: Any
) -> DecisionForm:
    """Return the form for a decision; it asks for a name where somebody is asked the next day how they are."""
    return DecisionForm(
        subject=subject, is_complaint=case.source == Source.COMPLAINT, auto_id="decide_%s",
        may_close=permissions.can_close_accounts(viewer),
        may_follow_up=[viewer, *colleagues] if needs_follow_up(case, "") else (), **how,
    )  # fmt: skip


def acted(
    request: HttpRequest,
    case_id: int,
    name: str,
    form_of: Callable[[Case], Form],
    act: Callable[[Case, Any], Any],
) -> HttpResponse:
    """Do one act of a form; whatever is wrong, the case comes again with what was typed."""
    case = queries.get_case(case_id, viewer=request.member)
    form = form_of(case)
    if form.is_valid():
        try:
            act(case, form.cleaned_data)
            return redirect(case)
        except actions.CaseMoved as moved:
            form.add_error(None, _whats_new(moved.case))
            form.data = {**form.data.dict(), "version": moved.case.version}  # what they see now is the newest
        except actions.CannotBeDone:
            form.add_error(None, _("That cannot be done any more: it is gone, or it stands so already."))
        except actions.StillLent:
            form.add_error("words", _STILL_LENT)
        except actions.NotAColleague:
            form.add_error(None, _("Please choose a colleague from the list."))
        return _case_page(
            request, queries.get_case(case_id, viewer=request.member), forms={name: form}, status=409
        )
    return _case_page(request, case, forms={name: form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _whats_new(case: Case) -> str:
    if case.closed_at:
        return _("Somebody has decided this case meanwhile.")
    if case.holder:
        return _("%(name)s was quicker and has this case now.") % {"name": case.holder.name}
    return _("This case changed since you opened it. Please look at it again.")


@require_POST
@member_required
def case_claim(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take the case; whoever is second is told who has it, and who carries enough is asked once more."""
    case = queries.get_case(case_id, viewer=request.member)
    if "all_the_same" not in request.POST and queries.is_enough(request.member, case, now=timezone.now()):
        return redirect(case)
    form = VersionForm(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else 0
        actions.claim(case, by=request.member, version=version, now=timezone.now())
    except actions.CaseMoved as moved:
        if moved.case.holder_id != request.member.pk:
            messages.info(request, _whats_new(moved.case))
    return redirect(case)


@require_POST
@member_required
def case_release(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give the case back to the queue."""
    case = queries.get_case(case_id, viewer=request.member)
    form = VersionForm(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else 0
        actions.release(case, by=request.member, version=version, now=timezone.now())
    except actions.CaseMoved as moved:
        messages.info(request, _whats_new(moved.case))
        return redirect(case)
    return redirect("desk")


@require_POST
@member_required
def case_hand_over(request: HttpRequest, case_id: int) -> HttpResponse:
    """Hand the case over to a colleague, with a note."""
    return _to_colleague(request, case_id, "hand_over_form", "hand_%s", actions.hand_over)


@require_POST
@member_required
def case_ask(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask a colleague to look along."""
    return _to_colleague(request, case_id, "ask_form", "ask_%s", actions.ask_colleague)


def _to_colleague(request: HttpRequest, case_id: int, name: str, auto_id: str, act: Any) -> HttpResponse:
    return acted(
        request, case_id, name,
        lambda case: ColleagueForm(
            request.POST, colleagues=list(queries.list_colleagues(case, viewer=request.member)), auto_id=auto_id
        ),
        lambda case, said: act(case, by=request.member, now=timezone.now(), **said),
    )  # fmt: skip


@require_POST
@member_required
def case_escalate(request: HttpRequest, case_id: int) -> HttpResponse:
    """Pass the case on to the operators."""
    return acted(
        request, case_id, "escalate_form", lambda case: EscalateForm(request.POST, auto_id="escalate_%s"),
        lambda case, said: actions.escalate(case, by=request.member, now=timezone.now(), **said),
    )  # fmt: skip


@require_POST
@member_required
def case_note(request: HttpRequest, case_id: int) -> HttpResponse:
    """Add to the private log."""
    return acted(
        request, case_id, "note_form", lambda case: NoteForm(request.POST, auto_id="note_%s"),
        lambda case, said: actions.write_note(case, by=request.member, now=timezone.now(), **said),
    )  # fmt: skip


@require_POST
@member_required
def case_decide(request: HttpRequest, case_id: int) -> HttpResponse:
    """Decide the case, or answer the appeal it is."""
    case = queries.get_case(case_id, viewer=request.member)
    if queries.is_appeal(case):
        return acted(
            request, case_id, "answer_form", lambda case: AnswerForm(request.POST, auto_id="answer_%s"),
            lambda case, said: actions.answer_appeal(case, by=request.member, now=timezone.now(), **said),
        )  # fmt: skip
    subject = subjects.load(case.subject_kind, case.subject_id)
    colleagues = list(queries.list_colleagues(case, viewer=request.member))
    form = _decision_form(case, subject, colleagues, viewer=request.member, data=request.POST)
    return acted(
        request, case_id, "decision_form", lambda case: form,
        lambda case, said: actions.decide(
            case, form.verdict(), by=request.member, version=said["version"], keep_open=said["keep_open"],
            follow_up=said.get("follow_up", ""), now=timezone.now(),
        ),
    )  # fmt: skip


@require_POST
@member_required
def case_reverse(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take a decision on this case back."""
    case = queries.get_case(case_id, viewer=request.member)
    decision = queries.get_decision_on(case, number_in(request.POST.get("decision")))
    try:
        actions.reverse_decision(decision, by=request.member, now=timezone.now())
        messages.success(request, _("The decision was taken back, and whom it touches is told."))
    except actions.CannotBeDone:
        messages.info(request, _("That cannot be done any more: it is gone, or it stands so already."))
    return redirect(case)
