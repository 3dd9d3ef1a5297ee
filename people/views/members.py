"""A member's page, and keeping one's distance from somebody."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.languages import isolated
from core.pace import TooSoon
from people import actions, queries
from people.access import member_required
from people.forms.account import ProfileForm
from people.models import Member
from people.profile_parts import draw_above, draw_parts
from people.views.sending import sent


@require_GET
def member_detail(request: HttpRequest, name: str) -> HttpResponse:
    """Show what this viewer may read about a member.

    Strangers are asked to sign in, whether or not the name exists, unless the member shows something to anyone.
    """
    if request.member is None and (member := _open_to_anyone(name)):
        return _page(request, member)
    return _for_members(request, name)


@member_required
def _for_members(request: HttpRequest, name: str) -> HttpResponse:
    return _page(request, queries.get_member(name, viewer=request.member))


def _open_to_anyone(name: str) -> Member | None:
    try:
        member = queries.get_member(name, viewer=None)
    except Http404:
        return None
    return member if queries.profile_of(member, viewer=None, now=timezone.now()) else None


def _page(request: HttpRequest, member: Member) -> HttpResponse:
    viewer = request.member
    facts = {
        "shown": member,
        "since": date_format(member.joined_at, "YEAR_MONTH_FORMAT"),
        "lines": queries.profile_of(member, viewer=viewer, now=timezone.now()),
        "is_me": bool(viewer and viewer.pk == member.pk),
        "is_muted": bool(viewer and member.pk in viewer.hidden_ids),
        "above": draw_above(member, viewer, request),
        "parts": draw_parts(member, viewer, request),
    }
    return render(request, "people/member_detail.html", facts)


@require_http_methods(["GET", "POST"])
@member_required
def profile_edit(request: HttpRequest) -> HttpResponse:
    member = request.member
    form = ProfileForm(sent(request), initial=_profile_as_typed(member))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_profile(member, **form.cleaned_data)
            messages.success(request, _("Your profile is saved."))
            return redirect(member)
        except TooSoon as soon:
            form.add_error(None, soon.in_words(now=timezone.now()))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/profile_edit.html", {"form": form}, status=status)


@require_POST
@member_required
def avatar_draw(request: HttpRequest) -> HttpResponse:
    actions.draw_avatar(request.member)
    return redirect("profile_edit")


@require_http_methods(["GET", "POST"])
@member_required
def member_block(request: HttpRequest, name: str) -> HttpResponse:
    """Ask once, saying what a block does; then block. A second press of the button finds it done."""
    if request.method == "POST" and queries.has_blocked(request.member, name):
        return redirect("/")
    other = _somebody_else(request, name)
    if request.method == "GET":
        return render(request, "people/member_block.html", {"shown": other})
    actions.block(other, blocker=request.member)
    messages.success(request, _("You won't see each other here any more. They are not told."))
    return redirect("/")


@require_POST
@member_required
def member_mute(request: HttpRequest, name: str) -> HttpResponse:
    other = _somebody_else(request, name)
    if request.POST.get("undo"):
        actions.unmute(other, muter=request.member)
        messages.success(request, _("You see %(name)s again.") % {"name": isolated(other.name)})
    else:
        actions.mute(other, muter=request.member)
        messages.success(
            request,
            _("You won't see %(name)s here any more. They are not told.") % {"name": isolated(other.name)},
        )
    return redirect(other)


def _somebody_else(request: HttpRequest, name: str) -> Member:
    other = queries.get_member(name, viewer=request.member)
    if other.pk == request.member.pk:
        raise Http404
    return other


def _profile_as_typed(member: Member) -> dict[str, object]:
    return {**vars(member), "languages": ", ".join(member.languages)}
