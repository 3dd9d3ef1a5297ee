"""What everybody may read about how this place is run: the operator's words on risks, and figures of past periods."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.queries import count_begun
from home.forms import AssessmentForm
from people.access import permission_required
from safety import actions, queries


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """Risks in the operator's words, and what was reported and decided; open to everybody."""
    said = list(queries.list_risk_assessments())
    context = {
        "said": said[0] if said else None,
        "earlier": said[1:],
        "is_overdue": bool(said) and said[0].review_date < timezone.localdate(),
        "published": [(each, queries.figure_groups(each.figures)) for each in queries.list_figures()],
    }
    return render(request, "home/transparency.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("edit_community")
def operator_transparency(request: HttpRequest) -> HttpResponse:
    """What the operator says in public, and the figures that would be published now."""
    form = AssessmentForm(request.POST if request.method == "POST" else None, initial=_start())
    if form.is_valid():
        actions.publish_assessment(by=request.member, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Published."))
        return redirect("transparency")
    period = queries.next_period(now=timezone.now())
    groups = (
        queries.figure_groups(queries.collect_figures(*period) | _threads_of(*period)) if period else None
    )
    context = {"form": form, "period": period, "groups": groups}
    return render(request, "home/operator_transparency.html", context, status=422 if form.is_bound else 200)


def _start() -> dict[str, Any]:
    known = queries.get_risk_assessment()
    in_a_year = timezone.localdate() + timedelta(days=365)
    if known:
        return {"words": known.words, "accountable": known.accountable, "review_date": in_a_year}
    questions = [
        _("Who comes here, how old they may be, and what they talk about:"),
        _(
            "What could harm somebody here: what they read, what others want of them, being recognised, no answer:"
        ),
        _("What we do about each, and what the software does by itself:"),
        _("Who is here when, and what happens when nobody is:"),
        _("What remains, and what we mean to do until the next look:"),
    ]
    return {"words": "\n\n".join(questions), "review_date": in_a_year}


@require_POST
@permission_required("edit_community")
def operator_figures(request: HttpRequest) -> HttpResponse:
    """Publish the figures since the last ones; they stay as they are from then on."""
    now = timezone.now()
    period = queries.next_period(now=now)
    try:
        actions.publish_figures(by=request.member, also=_threads_of(*period) if period else {}, now=now)
        messages.success(request, _("Published. These figures stay as they are."))
    except actions.NoPeriodYet:
        messages.info(request, _("There is nothing to publish yet: a period has four weeks at least."))
    return redirect("operator_transparency")


def _threads_of(first: date, last: date) -> dict[str, Any]:
    since, until = queries.moments_of(first, last)
    begun, answered = count_begun(since=since, until=until)
    return {"answered": queries.share(answered, begun)}
