"""Spaces: the list, one space, its door, and the operator's arrangement of them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.text import storable
from forum import actions, permissions, queries, space_parts
from forum.forms import SpaceForm
from forum.models import Space, SpaceMembership
from forum.models.spaces import Access
from forum.views.access import or_sign_in
from live.queries import place_now
from people.access import member_required
from people.models import Member


@require_GET
def space_list(request: HttpRequest) -> HttpResponse:
    """Every space one may know of."""
    return render(request, "forum/space_list.html", {"spaces": queries.spaces_for_rail(request.member)})


@require_GET
@or_sign_in
def space_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The threads of a space, or its door."""
    viewer, place = request.member, place_now()
    space = queries.get_space(slug, viewer=viewer)
    context = {
        "space": space,
        "place": place,
        "can_post": permissions.can_post(viewer, space),
        "can_admit": space.access == "request" and permissions.can_admit(viewer, space),
        "moderator_names": tuple(
            member.name for member in queries.list_space_moderators(space, viewer=viewer)
        ),
    }
    if not permissions.can_read(viewer, space):
        asked = viewer and SpaceMembership.objects.filter(space=space, member=viewer).exists()
        return render(request, "forum/space_door.html", context | {"asked": asked})
    cursor = request.GET.get("after")
    waiting = request.GET.get("show") == "unanswered"
    find = queries.list_unanswered if waiting else queries.list_threads
    context |= {
        "page": find(viewer, space=space, cursor=cursor),
        "waiting": waiting,
        "parts": space_parts.draw_parts(space, viewer, request),
    }
    response = render(request, "forum/space_detail.html", context)
    if viewer and not cursor and space.pk in queries.spaces_with_news(viewer):
        actions.visit_space(space, member=viewer, now=timezone.now())
    return response


@require_POST
@member_required
def space_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to be let in."""
    space = queries.get_space(slug, viewer=request.member)
    actions.ask_to_enter(space, member=request.member)
    return redirect(space)


@or_sign_in
@member_required
def space_requests(request: HttpRequest, slug: str) -> HttpResponse:
    """Who waits at the door; for the moderators of the space."""
    space = queries.get_space(slug, viewer=request.member)
    if not permissions.can_admit(request.member, space):
        raise Http404
    if request.method == "POST":
        membership = get_object_or_404(
            SpaceMembership, space=space, member__name=_name(request, "name"), admitted_at=None
        )
        if "admit" in request.POST:
            actions.admit(membership, by=request.member, now=timezone.now())
        else:
            actions.turn_away(membership, by=request.member, now=timezone.now())
        return redirect("space_requests", slug)
    waiting = queries.list_requests(space, viewer=request.member)
    return render(request, "forum/space_requests.html", {"space": space, "waiting": waiting})


@member_required
def operator_spaces(request: HttpRequest) -> HttpResponse:
    """All spaces, standing and archived, for the operator."""
    if not permissions.can_arrange_spaces(request.member):
        raise PermissionDenied
    return render(
        request, "forum/operator_spaces.html", {"spaces": Space.objects.exclude(access=Access.GROUP)}
    )


@member_required
def operator_space_create(request: HttpRequest) -> HttpResponse:
    """Open a space."""
    if not permissions.can_arrange_spaces(request.member):
        raise PermissionDenied
    form = SpaceForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if Space.objects.filter(slug=form.cleaned_data["slug"]).exists():
                form.add_error("slug", _("Another space has this address already."))
            else:
                return redirect(
                    actions.create_space(by=request.member, now=timezone.now(), **form.cleaned_data)
                )
    return render(request, "forum/operator_space.html", {"form": form, "space": None}, status=status)


@member_required
def operator_space(request: HttpRequest, slug: str) -> HttpResponse:
    """Change, archive or reopen a space, and say who looks after it."""
    if not permissions.can_arrange_spaces(request.member):
        raise PermissionDenied
    space = get_object_or_404(Space.objects.exclude(access=Access.GROUP), slug=slug)
    form = SpaceForm(
        request.POST if "name" in request.POST else None,
        initial={
            "name": space.name, "purpose": space.purpose, "agreement": space.agreement,
            "access": space.access,
            "position": space.position,
        },
    )  # fmt: skip
    del form.fields["slug"]
    status = 200
    if request.method == "POST":
        if _arranged(request, space, form):
            return redirect("operator_space", slug)
        status = 422
    context = {
        "form": form,
        "space": space,
        "moderators": queries.list_space_moderators(space, viewer=None),
    }
    return render(request, "forum/operator_space.html", context, status=status)


def _arranged(request: HttpRequest, space: Space, form: SpaceForm) -> bool:
    by, now = request.member, timezone.now()
    if "archive" in request.POST:
        actions.archive_space(space, by=by, now=now)
    elif "reopen" in request.POST:
        actions.reopen_space(space, by=by, now=now)
    elif "moderator" in request.POST:
        member = get_object_or_404(Member, name__iexact=_name(request, "moderator").strip())
        actions.appoint_moderator(space, member=member, by=by, now=now)
    elif "dismiss" in request.POST:
        member = get_object_or_404(Member, name=_name(request, "dismiss"))
        actions.dismiss_moderator(space, member=member, by=by, now=now)
    elif form.is_valid():
        actions.edit_space(space, by=by, now=now, **form.cleaned_data)
    else:
        return False
    return True


def _name(request: HttpRequest, field: str) -> str:
    return storable(request.POST.get(field, ""))[:60]
