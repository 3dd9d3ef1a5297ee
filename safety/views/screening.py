"""The operator's numbers for sorting what is written, and what they would have changed in the last month."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import permission_required
from safety import actions, queries
from safety.forms.screening import ScreeningForm
from safety.models import Concern
from safety.sorting import OURS


@require_http_methods(["GET", "POST"])
@permission_required("set_clocks")
def operator_screening(request: HttpRequest) -> HttpResponse:
    """Look at the numbers, try others on last month's texts, and keep them."""
    is_sent = request.method == "POST"
    form = ScreeningForm(
        request.POST if is_sent else None, rules=OURS if "ours" in request.GET else queries.screening_rules()
    )
    if is_sent and not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if is_sent and request.POST.get("do") == "keep":
        actions.set_screening(
            by=request.member, numbers=form.numbers(), young_days=form.cleaned_data["young_days"], now=timezone.now()
        )  # fmt: skip
        messages.success(request, _("Saved."))
        return redirect("operator_screening")
    return _page(request, form, tries=is_sent)


def _page(
    request: HttpRequest, form: ScreeningForm, *, tries: bool = False, status: int = 200
) -> HttpResponse:
    rules = (
        queries.rules_from(form.numbers(), form.cleaned_data["young_days"]) if tries else queries.screening_rules()
    )  # fmt: skip
    preview = None if form.errors else queries.preview_rules(rules, now=timezone.now())
    context = {"form": form, "preview": preview, "tries": tries, "concerns": dict(Concern.choices)}
    return render(request, "safety/operator_screening.html", context, status=status)
