"""Where helpers find who waits, say on what terms they may be asked, and let an offer go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import actions, permissions, queries
from forum.forms import HelperForm, OfferWaitsForm
from people.access import member_required, permission_required
from people.queries import topic_names
from safety.queries import duty_facts


@require_safe
@member_required
def helping(request: HttpRequest) -> HttpResponse:
    """Who waits longest and what one was asked about; for those who do not help, what it would mean."""
    viewer, now = request.member, timezone.now()
    context = {
        "is_helper": permissions.can_see_waiting_times(viewer),
        "said": queries.helper_settings_of(viewer),
        "offers": queries.list_open_offers(viewer, now=now),
        "page": queries.list_waiting(viewer, now=now, cursor=request.GET.get("after")),
        **duty_facts(viewer, now=now),
    }
    return render(request, "forum/helping.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def helper_settings(request: HttpRequest) -> HttpResponse:
    """Offer to help, change on what terms, or stop."""
    said, now = queries.helper_settings_of(request.member), timezone.now()
    if request.method == "POST" and "stop" in request.POST:
        actions.stop_helping(request.member, now=now)
        messages.success(request, _("You will not be asked any more. You can come back whenever you like."))
        return redirect("helping")
    form = HelperForm(request.POST if request.method == "POST" else None, topics=topic_names(), said=said)
    if request.method == "POST" and form.is_valid():
        actions.save_helper_settings(request.member, now=now, **form.terms())
        messages.success(request, _("Saved. Thank you. Now and then we ask you about somebody who waits."))
        return redirect("helping")
    context = {"form": form, "said": said, "has_experience": bool(request.member.lived_experience)}
    return render(request, "forum/helper_settings.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def offer_let_go(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Say "not this time". Nobody is told."""
    actions.let_go(queries.get_offer(offer_id, viewer=request.member), now=timezone.now())
    messages.success(request, _("Not this time, then. Nobody is told, and somebody else can be asked."))
    return redirect("helping")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("set_clocks")
def operator_offers(request: HttpRequest) -> HttpResponse:
    """After how long helpers are quietly asked about a thread that waits."""
    after, after_first = (int(wait.total_seconds() // 60) for wait in queries.get_offer_waits())
    start = {"after_minutes": after, "after_first_minutes": after_first}
    form = OfferWaitsForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        actions.set_offer_waits(by=request.member, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("operator_offers")
    return render(request, "forum/operator_offers.html", {"form": form}, status=422 if form.errors else 200)
