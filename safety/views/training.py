"""Notes for helpers, a self-check, and what an operator makes of somebody's wish to help."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import member_required, permission_required
from people.models import Member
from safety import actions, queries
from safety.forms.training import SelfCheckForm
from safety.training import NOTES


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def training(request: HttpRequest) -> HttpResponse:
    """The notes and the questions, for every member who would like to help."""
    form = SelfCheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wrong = actions.check_oneself(request.member, answers=form.cleaned_data, now=timezone.now())
        if not wrong:
            messages.success(request, _("That was all of it. Thank you for taking the time."))
            return redirect("training")
        form.look_again(wrong)
    context = {"notes": NOTES, "form": form, "passed": queries.get_self_check(request.member)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "safety/training.html", context, status=status)


@require_POST
@member_required
def training_wish(request: HttpRequest) -> HttpResponse:
    """Tell the operators how one would like to help, or not any more."""
    actions.wish_for_role(request.member, role=request.POST.get("role", ""))
    messages.success(request, _("Saved."))
    return redirect("training")


@require_safe
@permission_required("set_roles")
def operator_helpers(request: HttpRequest) -> HttpResponse:
    """Who read the notes and would like to help."""
    return render(request, "safety/operator_helpers.html", {"wishing": queries.list_wishing()[:100]})


@require_POST
@permission_required("set_roles")
def operator_helper(request: HttpRequest, member_id: int) -> HttpResponse:
    """Give somebody the role they wished for, or lay the wish aside."""
    member = get_object_or_404(Member.objects.present(), pk=min(member_id, 2**63 - 1))
    actions.answer_wish(member, by=request.member, give=request.POST.get("do") == "give")
    messages.success(request, _("Saved."))
    return redirect("operator_helpers")
