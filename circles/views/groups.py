"""Groups as members meet them: the list, one group, asking for a place, coming in, leaving."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from circles import actions, calling, permissions, queries
from circles.forms import DoorForm, NameForm
from circles.models import Door
from live.queries import place_now
from people.access import member_required


@require_GET
@member_required
def group_list(request: HttpRequest) -> HttpResponse:
    """Every group one may know of."""
    facts = {
        "standings": queries.list_groups(request.member), "now": timezone.now(),
        "can_open": permissions.can_open_groups(request.member),
    }  # fmt: skip
    return render(request, "circles/group_list.html", facts)


@require_GET
@member_required
def group_detail(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """One group: from outside what it is for, from inside who is there."""
    place, now = place_now(), timezone.now()
    standing = queries.get_standing(support_group_id, viewer=request.member)
    facts = {
        "standing": standing, "group": standing.group, "place": place, "now": now,
        "can_open": permissions.can_open_groups(request.member),
        "meets": queries.list_meets(standing.group, viewer=request.member, now=now),
    }  # fmt: skip
    if standing.mine:
        facts["call"] = calling.going_on(standing.group, viewer=request.member, now=now)
        facts["voices"] = queries.list_voices(standing.group, viewer=request.member)
        facts["coming"] = queries.list_coming(request.member, now=now, group=standing.group)[:3]
    return render(request, "circles/group_detail.html", facts)


@require_http_methods(["GET", "POST"])
@member_required
def group_ask(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """Ask for a place, under the name one would have inside."""
    standing = queries.get_standing(support_group_id, viewer=request.member)
    if standing.state(timezone.now()) not in {"outside", "run_out"} or standing.group.door == Door.INVITATION:
        return redirect(standing.group)
    form = NameForm(request.POST if request.method == "POST" else None, **_names(request, standing))
    if form.is_valid():
        actions.ask_for_place(
            standing.group, member=request.member, under_other_name=form.is_other, now=timezone.now()
        )
        return redirect(standing.group)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "circles/group_ask.html", {"group": standing.group, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def group_come_in(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """Read the agreement, say yes, choose a name, and take the place that is kept."""
    standing = queries.get_standing(support_group_id, viewer=request.member)
    if standing.waiting is None:
        raise Http404
    under = "other" if standing.waiting.name or standing.waiting.is_invited else "own"
    form = DoorForm(
        request.POST if request.method == "POST" else None,
        initial={"under": under},
        **_names(request, standing),
    )
    facts = {"group": standing.group, "waiting": standing.waiting, "form": form}
    if not standing.offer_stands(timezone.now()):
        return redirect(standing.group)
    if form.is_valid():
        return _take(request, standing, form)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "circles/group_come_in.html", facts, status=status)


def _take(request: HttpRequest, standing: queries.Standing, form: DoorForm) -> HttpResponse:
    try:
        actions.take_place(
            standing.group, member=request.member, under_other_name=form.is_other, now=timezone.now()
        )
        messages.success(request, _("You are in. Take your time."))
    except actions.PlaceGone:
        messages.warning(request, _("This place is not kept any more. You can ask for another."))
    return redirect(standing.group)


def _names(request: HttpRequest, standing: queries.Standing) -> dict[str, str]:
    return {"own": request.member.name, "other": queries.other_name_for(standing.group, request.member)[0]}


@require_POST
@member_required
def group_let_go(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """Ask no more, or let the place go to the next."""
    standing = queries.get_standing(support_group_id, viewer=request.member)
    actions.stop_waiting(standing.group, member=request.member, now=timezone.now())
    messages.success(request, _("Done. Nobody asks you why."))
    return redirect("support_group_list")


@require_POST
@member_required
def group_agree(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """Say yes to an agreement that changed."""
    standing = queries.get_inside(support_group_id, viewer=request.member)
    actions.agree_again(standing.place)
    return redirect(standing.group)


@require_http_methods(["GET", "POST"])
@member_required
def group_leave(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """Ask once, saying what it does; then go."""
    standing = queries.get_inside(support_group_id, viewer=request.member)
    if request.method == "GET":
        return render(request, "circles/group_leave.html", {"group": standing.group})
    try:
        actions.leave_group(standing.place, now=timezone.now())
    except actions.NobodyHolds:
        messages.warning(request, _("Nobody else holds this group. Ask somebody to, or close it."))
        return redirect("support_group_members", support_group_id)
    messages.success(request, _("You have left the group. Nobody asks you why."))
    return redirect("support_group_list")
