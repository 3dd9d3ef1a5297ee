"""Making a small group, who is in it, asking others in, handing it over, leaving it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chat import actions, permissions, queries
from chat.forms import GroupForm, InviteForm
from chat.queries import Standing
from chat.views.care import care_after_asking
from core.pace import TooSoon
from core.text import storable
from people.access import member_required
from people.models import Member
from people.queries import get_member


@require_http_methods(["GET", "POST"])
@member_required
def group_create(request: HttpRequest) -> HttpResponse:
    """Make a group and go to where one asks others in."""
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            group = actions.make_group(
                name=form.cleaned_data["name"], keeper=request.member, now=timezone.now()
            )
            return redirect("group_people", group.pk)
        except PermissionDenied:
            form.add_error(None, _("You can read everything, but not write at the moment."))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "chat/group_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def group_people(request: HttpRequest, group_id: int) -> HttpResponse:
    """Who is in it. POST: ask somebody in."""
    standing = _group(request, group_id)
    can_invite = permissions.can_invite(request.member, standing.conversation, now=timezone.now())
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not can_invite:
        raise PermissionDenied
    if form.is_valid() and _invited(standing, form):
        messages.success(request, _("Sent. If they would like to come, you will find them here."))
        return redirect("group_people", group_id)
    context = {
        "standing": standing,
        "form": form,
        "name_form": GroupForm(initial={"name": standing.name}, auto_id="group_%s"),
        "can_invite": can_invite,
        "invited": list(queries.list_sent(request.member).filter(into=group_id)[:50]),
        "care": care_after_asking(request),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "chat/group_people.html", context, status=status)


def _invited(standing: Standing, form: InviteForm) -> bool:
    """Ask somebody in, or say at the form what stands against it; nobody and somebody out of reach are told alike."""
    try:
        recipient = get_member(form.cleaned_data["name"], viewer=standing.viewer)
        actions.invite(standing, recipient, words=form.cleaned_data["words"], now=timezone.now())
    except Http404:
        form.add_error("name", _("Nobody is known by this name."))
    except actions.AlreadyThere:
        form.add_error("name", _("They are in the group already."))
    except actions.AlreadyAsked:
        form.add_error("name", _("You asked them already. Once is enough."))
    except actions.TooManyRequests:
        form.add_error(None, _("That is as many people as one can ask in a day. Please try again tomorrow."))
    except TooSoon as soon:
        form.add_error(None, soon.in_words(now=timezone.now()))
    except PermissionDenied:
        form.add_error("name", _("Please name somebody else."))
    else:
        return True
    return False


@require_POST
@member_required
def group_name(request: HttpRequest, group_id: int) -> HttpResponse:
    """Call the group something else; a name that will not do changes nothing."""
    standing = _group(request, group_id)
    form = GroupForm(request.POST)
    if form.is_valid():
        actions.name_group(standing, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Please give it a name of at most 60 characters, without links."))
    return redirect("group_people", group_id)


@require_POST
@member_required
def group_keeper(request: HttpRequest, group_id: int) -> HttpResponse:
    """Hand the group over to somebody else in it."""
    standing = _group(request, group_id)
    actions.hand_over(standing, to=_seated(standing, request.POST.get("member", "")))
    messages.success(request, _("They look after the group from now on."))
    return redirect("group_people", group_id)


def _seated(standing: Standing, name: str) -> Member:
    name = storable(name)
    found = (seat.member for seat in standing.others if seat.member.name == name)
    member = next(found, None)
    if member is None:
        raise Http404
    return member


@require_http_methods(["GET", "POST"])
@member_required
def group_leave(request: HttpRequest, group_id: int) -> HttpResponse:
    """Ask once, saying what it does; then leave."""
    standing = _group(request, group_id)
    if request.method == "GET":
        return render(request, "chat/group_leave.html", {"standing": standing})
    actions.leave_group(standing, with_words="with_words" in request.POST, now=timezone.now())
    messages.success(request, _("You left the group."))
    return redirect("conversation_list")


def _group(request: HttpRequest, group_id: int) -> Standing:
    standing = queries.get_standing(group_id, viewer=request.member)
    if not standing.conversation.is_group:
        raise Http404
    return standing
