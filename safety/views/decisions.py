"""What was decided about something of one's own, why, and asking for another look."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.paging import keyset_page
from people.access import member_required
from safety import actions, queries, subjects
from safety.forms import AppealForm
from safety.models import Decision
from safety.outcomes import CARE


@require_GET
@member_required
def decision_list(request: HttpRequest) -> HttpResponse:
    """Everything that was decided about something of this member's."""
    decisions = queries.list_decisions_about(request.member)
    page = keyset_page(decisions, order=("-pk",), cursor=request.GET.get("after"), size=20)
    return render(request, "safety/decision_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@member_required
def decision_detail(request: HttpRequest, decision_id: int) -> HttpResponse:
    """One decision with its reasons; a POST asks somebody else to look again, once."""
    decision = queries.get_decision(decision_id, member=request.member)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.appeal(decision, by=request.member, words=form.cleaned_data["words"], now=timezone.now())
            messages.success(request, _("Thank you. A person will look at it again and answer you here."))
            return redirect(decision)
        except (actions.AskedAlready, actions.CannotBeDone):
            form.add_error(None, _("You have asked already, or the decision was taken back meanwhile."))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "safety/decision_detail.html", _facts(decision, form), status=status)


def _facts(decision: Decision, form: AppealForm) -> dict[str, object]:
    case = decision.case
    return {
        "decision": decision,
        "subject": subjects.load(case.subject_kind, case.subject_id)
        if decision.member_id == case.about_id
        else None,
        "appeal": queries.get_appeal(decision),
        "is_care": decision.outcome in CARE,
        "has_another": queries.can_be_answered_by_another(decision),
        "form": form,
    }
