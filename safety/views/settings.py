"""The operator's settings of the desk: how long cases may wait, and who the safeguarding lead is."""

from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.access import permission_required
from safety import actions, queries
from safety.forms import ClocksForm, LeadForm


@require_http_methods(["GET", "POST"])
@permission_required("set_clocks")
def operator_desk(request: HttpRequest) -> HttpResponse:
    """How long each band may wait."""
    form = ClocksForm(
        request.POST if request.method == "POST" else None, initial=vars(queries.desk_settings())
    )
    if form.is_valid():
        actions.set_clocks(by=request.member, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("operator_desk")
    return _settings_page(request, form=form)


@require_POST
@permission_required("name_lead")
def operator_lead(request: HttpRequest) -> HttpResponse:
    """Who the safeguarding lead is."""
    form = LeadForm(request.POST, staff=queries.list_staff())
    if form.is_valid():
        actions.name_lead(lead=form.cleaned_data["lead"], by=request.member, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("operator_desk")
    return _settings_page(request, lead_form=form)


def _settings_page(request: HttpRequest, **sent: Form) -> HttpResponse:
    clocks = queries.desk_settings()
    forms = {
        "form": ClocksForm(initial=vars(clocks)),
        "lead_form": LeadForm(initial={"lead": clocks.lead and clocks.lead.name}, staff=queries.list_staff()),
        **sent,
    }
    is_wrong = any(form.is_bound for form in sent.values())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "safety/operator_desk.html", forms, status=status)
