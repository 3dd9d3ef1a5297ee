"""Circles of one's support groups: when they are, and signing up for them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.actions import Written
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Id
from api.v1.shapes.circles import CircleOut, Circles
from circles import actions, queries

router = Router(tags=["support groups"])


@reads(
    router, "/circles", _("See the circles to come of your support groups, the next first."), gives=Circles
)
def list_circles(request: Any) -> Any:
    now = timezone.now()
    return {"items": [CircleOut.of(each, now=now) for each in queries.list_coming(request.member, now=now)]}


@reads(router, "/circles/{circle_id}", _("See one circle."), gives=CircleOut, shows="circle")
def get_circle(request: Any, circle_id: Id) -> Any:
    return CircleOut.of(queries.get_circle(circle_id, viewer=request.member), now=timezone.now())


@writes(
    router,
    "PUT",
    "/circles/{circle_id}/seat",
    _("Sign up for a circle, or get in line where every seat is taken."),
    gives=CircleOut,
)
def sign_up_for_circle(request: Any, circle_id: Id) -> Written:
    standing = queries.get_circle(circle_id, viewer=request.member)
    actions.sign_up(standing.circle, mine=standing.mine, now=timezone.now())
    return Written(200, "circle", str(circle_id))


@writes(
    router,
    "DELETE",
    "/circles/{circle_id}/seat",
    _("Say that you cannot come; nobody is asked why."),
    gives=CircleOut,
)
def sign_off_from_circle(request: Any, circle_id: Id) -> Written:
    standing = queries.get_circle(circle_id, viewer=request.member)
    actions.sign_off(standing.circle, mine=standing.mine, now=timezone.now())
    return Written(200, "circle", str(circle_id))
