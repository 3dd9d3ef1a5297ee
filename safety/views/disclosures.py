"""Seeing who is behind a case, with a second person. Everybody here gives their passphrase again first."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.text import number_in
from people.access import confirmed_recently
from safety import actions, permissions, queries
from safety.forms.disclosures import DisclosureForm
from safety.models import Case, Disclosure


@never_cache
@require_http_methods(["GET", "POST"])
@confirmed_recently
def case_who(request: HttpRequest, case_id: int) -> HttpResponse:
    """The requests about a case; a POST by whoever has it makes one."""
    case = _case(request, case_id)
    form = _form(request, case)
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form is not None and form.is_valid():
        actions.ask_disclosure(case, by=request.member, now=timezone.now(), **form.cleaned_data)
        return redirect("case_who", case.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.is_bound else HTTPStatus.OK
    return _page(request, case, form=form, status=status)


@require_POST
@confirmed_recently
def case_who_answer(request: HttpRequest, case_id: int) -> HttpResponse:
    """Allow a colleague's request for an hour, or refuse it."""
    case = _case(request, case_id)
    try:
        actions.answer_disclosure(
            _disclosure(request, case), allow=request.POST.get("answer") == "allow", by=request.member,
            now=timezone.now(),
        )  # fmt: skip
    except actions.AnsweredAlready:
        messages.info(request, _("This was answered already, or it has waited for too long."))
    return redirect("case_who", case.pk)


@never_cache
@require_POST
@confirmed_recently
def case_who_show(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show what was allowed, to whoever asked; each look goes on the record."""
    case = _case(request, case_id)
    seen = actions.see_disclosure(_disclosure(request, case), by=request.member, now=timezone.now())
    return _page(request, case, seen=seen)


def _case(request: HttpRequest, case_id: int) -> Case:
    case = queries.get_case(case_id, viewer=request.member)
    if not permissions.can_know_of_disclosures(request.member):
        raise Http404
    return case


def _disclosure(request: HttpRequest, case: Case) -> Disclosure:
    return queries.get_disclosure(case, number_in(request.POST.get("disclosure")))


def _form(request: HttpRequest, case: Case) -> DisclosureForm | None:
    may_seek = permissions.what_can_be_sought(request.member, case)
    sent = request.POST if request.method == "POST" else None
    return DisclosureForm(sent, may_seek=may_seek) if may_seek else None


def _page(
    request: HttpRequest,
    case: Case,
    *,
    form: Any = None,
    seen: Any = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "case": case,
        "form": form,
        "seen": seen,
        "rows": queries.list_disclosures(case, viewer=request.member, now=now),
        "is_lead": permissions.is_lead(request.member),
        # Of all staff, never of those who may see this case: who is missing there would tell whose it is.
        "is_alone": not queries.list_staff().exclude(pk=request.member.pk).exists(),
    }
    return render(request, "safety/case_who.html", context, status=status)
