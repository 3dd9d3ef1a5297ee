"""Groups: what there is, asking for a place, coming in, leaving, and answering those who ask."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.actions import Written
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Id, minute
from api.v1.shapes.spaces import Answer
from api.v1.shapes.support_groups import (
    Askers,
    ComingIn,
    Insiders,
    NameInGroup,
    SomebodyInside,
    SupportGroupOut,
    SupportGroups,
)
from circles import actions, queries

router = Router(tags=["support groups"])


@reads(router, "/support-groups", _("See every support group you may know of."), gives=SupportGroups)
def list_support_groups(request: Any) -> Any:
    return {"items": [_shown(request, each) for each in queries.list_groups(request.member)]}


@reads(
    router,
    "/support-groups/{support_group_id}",
    _("See one support group and how you stand to it."),
    gives=SupportGroupOut,
    shows="support-group",
)
def get_support_group(request: Any, support_group_id: Id) -> Any:
    return _shown(request, queries.get_standing(support_group_id, viewer=request.member))


def _shown(request: Any, standing: queries.Standing) -> dict[str, Any]:
    return SupportGroupOut.of(standing, own_name=request.member.name, now=timezone.now())


@writes(
    router,
    "PUT",
    "/support-groups/{support_group_id}/place",
    _("Ask for a place; asking twice is asking once."),
    gives=SupportGroupOut,
)
def ask_for_place(request: Any, support_group_id: Id, body: NameInGroup) -> Written:
    group = queries.get_standing(support_group_id, viewer=request.member).group
    actions.ask_for_place(group, member=request.member, under_other_name=body.other_name, now=timezone.now())
    return Written(200, "support-group", str(group.pk))


@writes(
    router,
    "DELETE",
    "/support-groups/{support_group_id}/place",
    _("Ask no more, or let the place go that is kept for you."),
)
def stop_waiting_for_place(request: Any, support_group_id: Id) -> None:
    group = queries.get_standing(support_group_id, viewer=request.member).group
    actions.stop_waiting(group, member=request.member, now=timezone.now())


@writes(
    router,
    "PUT",
    "/support-groups/{support_group_id}/membership",
    _("Take the place that is kept for you."),
    gives=SupportGroupOut,
)
def take_place(request: Any, support_group_id: Id, body: ComingIn) -> Written:
    group = queries.get_standing(support_group_id, viewer=request.member).group
    actions.take_place(group, member=request.member, under_other_name=body.other_name, now=timezone.now())
    return Written(200, "support-group", str(group.pk))


@writes(
    router,
    "DELETE",
    "/support-groups/{support_group_id}/membership",
    _("Leave a support group; nobody is asked why."),
)
def leave_support_group(request: Any, support_group_id: Id) -> None:
    standing = queries.get_inside(support_group_id, viewer=request.member)
    actions.leave_group(standing.place, now=timezone.now())


@reads(
    router,
    "/support-groups/{support_group_id}/members",
    _("See who is in a support group you are in."),
    gives=Insiders,
)
def list_support_group_members(request: Any, support_group_id: Id) -> Any:
    group = queries.get_inside(support_group_id, viewer=request.member).group
    return {"items": [SomebodyInside.of(each) for each in queries.list_voices(group, viewer=request.member)]}


@reads(
    router,
    "/support-groups/{support_group_id}/askers",
    _("See who asks for a place in a support group you hold, longest first."),
    gives=Askers,
)
def list_askers(request: Any, support_group_id: Id) -> Any:
    standing = queries.get_inside(support_group_id, viewer=request.member)
    if not standing.holds:
        raise PermissionDenied
    askers = queries.list_askers(standing, viewer=request.member)
    return {
        "items": [
            {"id": each.pk, "name": each.name or each.member.name, "asked_at": minute(each.asked_at)}
            for each in askers
        ]
    }


@writes(
    router,
    "PUT",
    "/support-groups/{support_group_id}/askers/{waiting_id}",
    _("Put somebody who asks in line for a place, or tell them no."),
)
def answer_asker(request: Any, support_group_id: Id, waiting_id: Id, body: Answer) -> None:
    standing = queries.get_inside(support_group_id, viewer=request.member)
    if not standing.holds:
        raise PermissionDenied
    asker = queries.list_askers(standing, viewer=request.member).filter(pk=waiting_id).first()
    if asker is None:
        raise Http404
    actions.answer_asker(asker, by=request.member, admit=body.admit, now=timezone.now())


@writes(
    router,
    "PUT",
    "/support-groups/{support_group_id}/agreement",
    _("Say yes to the agreement as it is now, of a support group you are in."),
    gives=SupportGroupOut,
)
def agree_again(request: Any, support_group_id: Id) -> Written:
    actions.agree_again(queries.get_inside(support_group_id, viewer=request.member).place)
    return Written(200, "support-group", str(support_group_id))
