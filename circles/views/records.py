"""Before a circle and after it, for whoever holds the group: preparing it, and its record."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circles import actions, queries
from circles.forms import USUAL_STEPS, PrepareForm, RecordForm
from people.access import member_required


@require_http_methods(["GET", "POST"])
@member_required
def circle_prepare(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Who is coming, the running order, and notes to oneself."""
    standing = queries.get_circle(circle_id, viewer=request.member)
    if not standing.holds:
        raise Http404
    form = PrepareForm(
        request.POST if request.method == "POST" else None,
        steps=queries.steps_to_begin_with(standing.circle) or USUAL_STEPS,
        initial={"words": queries.own_note(standing.circle, viewer=request.member)},
    )
    if form.is_valid():
        actions.prepare_circle(
            standing.circle, mine=standing.mine, words=form.cleaned_data["words"], steps=form.steps
        )
        messages.success(request, _("Saved."))
        return redirect("circle_prepare", circle_id)
    facts = {
        "standing": standing, "form": form, "coming": queries.list_expected(standing, viewer=request.member),
        "earlier": queries.earlier_record(standing.circle),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "circles/circle_prepare.html", facts, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def circle_record(request: HttpRequest, circle_id: int) -> HttpResponse:
    """What is kept of a circle: numbers, and a few words. Closing it deletes all that is about single people."""
    standing = queries.get_circle(circle_id, viewer=request.member)
    record = queries.record_of(standing)
    form = RecordForm(request.POST if request.method == "POST" else None)
    if record.closed_at is None and form.is_valid():
        words = form.cleaned_data["words"]
        actions.close_record(record, words=words, by=request.member, now=timezone.now())
        messages.success(request, _("The record is closed. What was known of single people is deleted."))
        return redirect("circle_record", circle_id)
    is_wrong = form.is_bound and bool(form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    facts = {"standing": standing, "record": record, "form": form}
    return render(request, "circles/circle_record.html", facts, status=status)
