"""Looking after whoever looks after others."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import member_required
from safety import actions, permissions, queries
from safety.forms.rota import BuddyForm, DebriefForm, LimitsForm
from safety.models import BuddyAnswer


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def own_limits(request: HttpRequest) -> HttpResponse:
    """What one would rather leave to others at the desk; nobody else sees it."""
    if not permissions.can_see_desk(request.member):
        raise PermissionDenied
    said = {
        "left_out": sorted(queries.left_out_by(request.member)),
        "heavy_cases": queries.heavy_limit_of(request.member),
    }
    most = queries.rota_settings().heavy_cases
    form = LimitsForm(request.POST if request.method == "POST" else None, initial=said, most=most)
    if form.is_valid():
        actions.set_own_limits(request.member, **form.cleaned_data)
        messages.success(request, _("Saved. Nobody is told."))
        return redirect("own_limits")
    return render(request, "safety/own_limits.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@member_required
def own_care(request: HttpRequest) -> HttpResponse:
    """Ask to talk, say that one is safe, or put the panel away, about what one says of oneself."""
    member, wanted = request.member, request.POST.get("do")
    if wanted == "talk":
        actions.ask_to_talk(member, now=timezone.now())
        return redirect(f"{member.get_absolute_url()}#care")
    if wanted == "safe":
        actions.say_safe(member, now=timezone.now())
        messages.success(
            request, _("Thank you for saying so. The people who look after this place can see it.")
        )
    elif wanted == "away":
        actions.put_care_away(member)
    return redirect(member)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def debrief(request: HttpRequest, case_id: int) -> HttpResponse:
    """A few words after a case one had that could not wait; 404 for everybody who had it not."""
    case = queries.get_case(case_id, viewer=request.member)
    if not queries.can_debrief(request.member, case):
        raise Http404
    said = queries.list_own_debriefs(request.member).filter(case=case).first()
    start = {"is_shared": "lead" if said and said.shared_at else "me"}
    if said:
        start |= {"feeling": said.feeling, "words": said.words}
    form = DebriefForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        actions.write_debrief(case, by=request.member, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Kept. Thank you for having been there."))
        return redirect("debrief_list")
    context = {"case": case, "form": form}
    return render(request, "safety/debrief.html", context, status=422 if form.is_bound else 200)


@require_safe
@member_required
def debrief_list(request: HttpRequest) -> HttpResponse:
    """What one noted for oneself, and for those who lead what was shared with them."""
    viewer = request.member
    if not permissions.can_see_desk(viewer):
        raise PermissionDenied
    shared = queries.list_shared_debriefs(viewer)[:50] if permissions.can_read_debriefs(viewer) else []
    context = {"own": queries.list_own_debriefs(viewer)[:50], "shared": shared}
    return render(request, "safety/debrief_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def buddy(request: HttpRequest) -> HttpResponse:
    """One's buddy: choosing one, asking whether they are all right, and answering."""
    viewer, now = request.member, timezone.now()
    if not permissions.can_be_on_duty(viewer):
        raise PermissionDenied
    helpers = list(queries.list_possible_buddies(viewer).values_list("name", flat=True))
    form = BuddyForm(request.POST if request.POST.get("do") == "choose" else None, helpers=helpers)
    if request.method == "POST" and _do_with_buddy(request, form, now):
        return redirect("buddy")
    context = {"page": queries.get_buddy_page(viewer, now=now), "form": form, "answers": BuddyAnswer.choices}
    return render(request, "safety/buddy.html", context, status=422 if form.is_bound else 200)


def _do_with_buddy(request: HttpRequest, form: BuddyForm, now: datetime) -> bool:
    """Do what was pressed; return whether the page can be opened anew."""
    viewer, said = request.member, request.POST
    match said.get("do"):
        case "choose":
            if not form.is_valid():
                return False
            actions.choose_buddy(viewer, name=form.cleaned_data["name"], now=now)
        case "decline":
            actions.decline_buddy(viewer, name=said.get("name", ""))
        case "end":
            actions.end_buddies(viewer)
        case "ask":
            actions.ask_buddy(viewer, now=now)
            messages.success(request, _("Asked. They can answer with one press."))
        case "answer":
            if said.get("answer") in BuddyAnswer.values:
                actions.answer_buddy(viewer, answer=said["answer"], now=now)
    return True
