"""For whoever holds a group: opening it, what it says, who comes in, and its end."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circles import actions, permissions, queries
from circles.forms import GroupForm, InviteForm
from circles.models import Membership
from core.text import number_in
from people.access import member_required
from people.queries import get_member


@require_http_methods(["GET", "POST"])
@member_required
def group_open(request: HttpRequest) -> HttpResponse:
    """Open a group."""
    if not permissions.can_open_groups(request.member):
        raise PermissionDenied
    form = GroupForm(
        request.POST if request.method == "POST" else None,
        initial={"time_zone": request.member.time_zone or "UTC"},
    )
    if form.is_valid():
        return redirect(actions.open_group(by=request.member, now=timezone.now(), **form.cleaned_data))
    return _form(request, form)


@require_http_methods(["GET", "POST"])
@member_required
def group_edit(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """Change what a group says of itself."""
    group = queries.get_held(support_group_id, viewer=request.member).group
    said = {name: getattr(group, name) for name in GroupForm.base_fields}
    form = GroupForm(request.POST if request.method == "POST" else None, initial=said)
    if form.is_valid():
        actions.describe_group(group, by=request.member, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(group)
    return _form(request, form, group=group)


def _form(request: HttpRequest, form: GroupForm, group: object = None) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "circles/group_form.html", {"form": form, "group": group}, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def group_close(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """Ask once, saying what it does; then end the group."""
    group = queries.get_held(support_group_id, viewer=request.member).group
    if request.method == "GET":
        return render(request, "circles/group_close.html", {"group": group})
    actions.close_group(group, by=request.member, now=timezone.now())
    messages.success(request, _("The group is closed."))
    return redirect("support_group_list")


@require_http_methods(["GET", "POST"])
@member_required
def group_take_on(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """Ask once, saying what it does; then hold a group that nobody holds."""
    group = queries.get_unheld(support_group_id, viewer=request.member).group
    if request.method == "GET":
        return render(request, "circles/group_take_on.html", {"group": group})
    try:
        actions.take_on(group, by=request.member, now=timezone.now())
        messages.success(request, _("You hold this group now. Thank you."))
    except actions.HeldAgain:
        messages.warning(request, _("Somebody holds this group again."))
    return redirect(group)


@require_http_methods(["GET", "POST"])
@member_required
def group_members(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """Who asks, who is inside, and inviting somebody."""
    standing = queries.get_held(support_group_id, viewer=request.member)
    form = InviteForm(request.POST if "name" in request.POST else None)
    if request.method == "POST" and _done(request, standing, form):
        return redirect("support_group_members", support_group_id)
    facts = {
        "standing": standing, "group": standing.group, "form": form,
        "askers": queries.list_askers(standing, viewer=request.member),
        "voices": queries.list_voices(standing.group, viewer=request.member),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "circles/group_members.html", facts, status=status)


def _done(request: HttpRequest, standing: queries.Standing, form: InviteForm) -> bool:
    """Do what was pressed; False where nothing was, or the form needs another look."""
    by, group, now = request.member, standing.group, timezone.now()
    if form.is_bound:
        return form.is_valid() and _invited(request, standing, form)
    for word, admit in (("admit", True), ("turn_away", False)):
        if word in request.POST:
            asker = (
                queries.list_askers(standing, viewer=by)
                .filter(pk=number_in(request.POST.get(word, "")))
                .first()
            )
            if asker is not None:
                actions.answer_asker(asker, by=by, admit=admit, now=now)
            return True
    if "facilitator" in request.POST:
        member = _membership(request, standing, "facilitator").member
        actions.appoint_facilitator(group, member=member, by=by, now=now)
    elif "remove" in request.POST:
        actions.remove_member(_membership(request, standing, "remove"), by=by, now=now)
    elif "step_back" in request.POST:
        _step_back(request, standing)
    else:
        return False
    return True


def _invited(request: HttpRequest, standing: queries.Standing, form: InviteForm) -> bool:
    try:
        member = get_member(form.cleaned_data["name"], viewer=request.member)
    except Http404:
        form.add_error("name", _("We know nobody of this name."))
        return False
    actions.invite(standing.group, member=member, by=request.member, now=timezone.now())
    messages.success(request, _("They are in line for a place, and hear of it when there is one."))
    return True


def _step_back(request: HttpRequest, standing: queries.Standing) -> None:
    try:
        actions.step_back(standing.group, member=request.member, now=timezone.now())
    except actions.NobodyHolds:
        messages.warning(request, _("Nobody else holds this group. Ask somebody to, or close it."))


def _membership(request: HttpRequest, standing: queries.Standing, word: str) -> Membership:
    """Return the place of somebody the viewer meets in the group."""
    return queries.get_insider(standing.group, number_in(request.POST.get(word, "")), viewer=request.member)
