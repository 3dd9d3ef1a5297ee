"""Telling us that something is wrong, complaining about the place, and what became of it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from core.paging import keyset_page
from people.access import member_required
from safety import actions, queries, subjects
from safety.forms import ComplaintForm, ReportForm
from safety.outcomes import told_to_reporter
from safety.reasons import get_reason


@require_http_methods(["GET", "POST"])
@member_required
def report(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Say what is wrong with something; 404 alike for whatever this member may not see or report."""
    subject = subjects.find(kind, ref, viewer=request.member)
    initial = {"reason": "picture"} if kind == "forum.picture" else {}
    form = ReportForm(request.POST if request.method == "POST" else None, subject=subject, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        told = actions.report(
            subject, by=request.member, reason=said["reason"], words=said["words"], now=timezone.now()
        )
        messages.success(request, _("Thank you for telling us. A person will look at it."))
        return redirect(f"/account/reports/#report-{told.pk}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "safety/report.html", {"form": form, "subject": subject}, status=status)


@require_GET
@member_required
def own_reports(request: HttpRequest) -> HttpResponse:
    """What this member told us, and what was done."""
    page = keyset_page(
        queries.list_reports_of(request.member), order=("-pk",), cursor=request.GET.get("after"), size=20
    )
    lines = [(each, get_reason(each.reason).words, told_to_reporter(each.case)) for each in page.items]
    return render(request, "safety/own_reports.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "POST"])
@member_required
def complaints(request: HttpRequest) -> HttpResponse:
    """Complain about how this place is run, apart from reports about what members write."""
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = actions.complain(by=request.member, words=form.cleaned_data["words"], now=timezone.now())
        messages.success(request, _("Thank you. The people running this place will read it and answer you."))
        return redirect(f"/account/reports/#report-{told.pk}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "safety/complaints.html", {"form": form}, status=status)


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """What is taken away here, what never is a reason, who decides and how to ask for another look."""
    return render(request, "safety/policy.html", {"clocks": queries.desk_settings()})
