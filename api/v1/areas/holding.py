"""For whoever holds a support group: opening it, what it says, who comes in, who holds it too, and its end.

Its addresses are those of support_groups, so it adds to the same router.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.actions import Written
from api.v1.areas.support_groups import router
from api.v1.refusals import checked
from api.v1.routing import writes
from api.v1.shapes.basics import Id
from api.v1.shapes.support_groups import SomebodyInvited, SupportGroupOut, SupportGroupWanted
from circles import actions, queries
from circles.forms import GroupForm
from circles.models import Group
from people.queries import get_member


@writes(
    router,
    "POST",
    "/support-groups",
    _("Open a support group, if your role may; you hold it at first."),
    gives=SupportGroupOut,
    status=201,
)
def open_support_group(request: Any, body: SupportGroupWanted) -> Written:
    said = checked(GroupForm(body.model_dump()))
    group = actions.open_group(by=request.member, now=timezone.now(), **said)
    return Written(201, "support-group", str(group.pk))


@writes(
    router,
    "PUT",
    "/support-groups/{support_group_id}",
    _("Change what a support group you hold says of itself: all of it."),
    gives=SupportGroupOut,
)
def describe_support_group(request: Any, support_group_id: Id, body: SupportGroupWanted) -> Written:
    group, said = held(request, support_group_id), checked(GroupForm(body.model_dump()))
    actions.describe_group(group, by=request.member, now=timezone.now(), **said)
    return Written(200, "support-group", str(group.pk))


@writes(router, "DELETE", "/support-groups/{support_group_id}", _("Close a support group you hold for good."))
def close_support_group(request: Any, support_group_id: Id) -> None:
    actions.close_group(held(request, support_group_id), by=request.member, now=timezone.now())


@writes(
    router,
    "POST",
    "/support-groups/{support_group_id}/invitations",
    _(
        "Put somebody in line for a place in a support group you hold; nothing tells you whether they are inside."
    ),
    status=204,
)
def invite_to_support_group(request: Any, support_group_id: Id, body: SomebodyInvited) -> None:
    group = held(request, support_group_id)
    invited = get_member(body.member, viewer=request.member)
    actions.invite(group, member=invited, by=request.member, now=timezone.now())


@writes(
    router,
    "PUT",
    "/support-groups/{support_group_id}/members/{insider_id}/holding",
    _("Have somebody inside hold a support group too."),
)
def appoint_facilitator(request: Any, support_group_id: Id, insider_id: Id) -> None:
    group = held(request, support_group_id)
    member = queries.get_insider(group, insider_id, viewer=request.member).member
    actions.appoint_facilitator(group, member=member, by=request.member, now=timezone.now())


@writes(
    router,
    "DELETE",
    "/support-groups/{support_group_id}/members/{insider_id}",
    _("Remove somebody from a support group you hold, unless they hold it too."),
)
def remove_from_support_group(request: Any, support_group_id: Id, insider_id: Id) -> None:
    group = held(request, support_group_id)
    insider = queries.get_insider(group, insider_id, viewer=request.member)
    actions.remove_member(insider, by=request.member, now=timezone.now())


@writes(
    router,
    "PUT",
    "/support-groups/{support_group_id}/holding",
    _("Take on a support group that nobody holds, if your role may."),
    gives=SupportGroupOut,
)
def take_on_support_group(request: Any, support_group_id: Id) -> Written:
    group = queries.get_unheld(support_group_id, viewer=request.member).group
    actions.take_on(group, by=request.member, now=timezone.now())
    return Written(200, "support-group", str(group.pk))


@writes(
    router,
    "DELETE",
    "/support-groups/{support_group_id}/holding",
    _("Hold a support group no more, and stay in it; somebody else has to hold it."),
    gives=SupportGroupOut,
)
def step_back(request: Any, support_group_id: Id) -> Written:
    group = held(request, support_group_id)
    actions.step_back(group, member=request.member, now=timezone.now())
    return Written(200, "support-group", str(group.pk))


def held(request: Any, support_group_id: int) -> Group:
    """Return a group the caller holds; refuse whoever is merely inside."""
    standing = queries.get_inside(support_group_id, viewer=request.member)
    if not standing.holds:
        raise PermissionDenied
    return standing.group
