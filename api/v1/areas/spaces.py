"""Spaces and their doors."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.actions import Written
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Name, Slug
from api.v1.shapes.people import Names
from api.v1.shapes.spaces import Answer, OneSpace, SpaceOut, Spaces
from forum import actions, permissions, queries

router = Router(tags=["spaces"])


@reads(router, "/spaces", _("See every space you may know of."), gives=Spaces, strangers=True)
def list_spaces(request: Any) -> Any:
    viewer = request.member
    asked = queries.spaces_asked_for(viewer) if viewer else frozenset()
    return {
        "items": [
            SpaceOut.of(space, viewer, asked=space.pk in asked, news=news)
            for space, news in queries.spaces_for_rail(viewer)
        ]
    }


@reads(
    router,
    "/spaces/{slug}",
    _("See one space, and whether it is open to you."),
    gives=OneSpace,
    strangers=True,
    shows="space",
)
def get_space(request: Any, slug: Slug) -> Any:
    viewer = request.member
    space = queries.get_space(slug, viewer=viewer)
    shown = SpaceOut.of(
        space,
        viewer,
        asked=viewer is not None and space.pk in queries.spaces_asked_for(viewer),
        news=space.pk in queries.spaces_with_news(viewer),
    )
    moderators = queries.list_space_moderators(space, viewer=viewer)
    return {**shown, "moderators": [member.name for member in moderators]}


@writes(router, "PUT", "/spaces/{slug}/visit", _("Remember that you have looked at what is new in a space."))
def visit_space(request: Any, slug: Slug) -> None:
    space = queries.get_space(slug, viewer=request.member)
    actions.visit_space(space, member=request.member, now=timezone.now())


@writes(
    router,
    "PUT",
    "/spaces/{slug}/membership",
    _("Ask to be let into a space by request; asking twice is asking once."),
    gives=OneSpace,
)
def ask_to_enter(request: Any, slug: Slug) -> Written:
    actions.ask_to_enter(queries.get_space(slug, viewer=request.member), member=request.member)
    return Written(200, "space", slug)


@writes(
    router,
    "DELETE",
    "/spaces/{slug}/membership",
    _("Leave a space by request, or take your request back; nobody is asked why."),
    gives=OneSpace,
)
def leave_space(request: Any, slug: Slug) -> Written:
    actions.leave_space(queries.get_space(slug, viewer=request.member), member=request.member)
    return Written(200, "space", slug)


@reads(
    router,
    "/spaces/{slug}/requests",
    _("See who waits at a door, longest first; for those who look after the space."),
    gives=Names,
    shows="requests",
)
def list_requests(request: Any, slug: Slug) -> Any:
    space = queries.get_space(slug, viewer=request.member)
    if not permissions.can_admit(request.member, space):
        raise PermissionDenied
    return {"items": [waiting.member.name for waiting in queries.list_requests(space, viewer=request.member)]}


@writes(
    router,
    "PUT",
    "/spaces/{slug}/requests/{name}",
    _("Let somebody in who waits at a door, or turn them away."),
)
def answer_request(request: Any, slug: Slug, name: Name, body: Answer) -> None:
    space = queries.get_space(slug, viewer=request.member)
    if not permissions.can_admit(request.member, space):
        raise PermissionDenied
    waiting = queries.list_requests(space, viewer=request.member).filter(member__name=name).first()
    if waiting is None:
        raise Http404
    if body.admit:
        actions.admit(waiting, by=request.member, now=timezone.now())
    else:
        actions.turn_away(waiting, by=request.member, now=timezone.now())
