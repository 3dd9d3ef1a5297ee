"""Small groups: making one, asking others in, handing it over, leaving it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.actions import Written
from api.v1.refusals import checked
from api.v1.routing import writes
from api.v1.shapes.basics import Id
from api.v1.shapes.conversations import (
    ConversationOut,
    GroupLeft,
    GroupName,
    NewInvitation,
    SentRequest,
    Somebody,
)
from chat import actions, queries
from chat.forms import GroupForm, RequestForm
from people.queries import get_member

router = Router(tags=["conversations"])


@writes(
    router,
    "POST",
    "/groups",
    _("Make a group for up to twelve; you ask them in one by one."),
    gives=ConversationOut,
    status=201,
)
def make_group(request: Any, body: GroupName) -> Written:
    said = checked(GroupForm(body.model_dump()))
    group = actions.make_group(name=said["name"], keeper=request.member, now=timezone.now())
    return Written(201, "talk", str(group.pk))


@writes(
    router,
    "PUT",
    "/conversations/{conversation_id}/name",
    _("Call a group you look after something else."),
    gives=ConversationOut,
)
def name_group(request: Any, conversation_id: Id, body: GroupName) -> Written:
    group, said = _group(request, conversation_id), checked(GroupForm(body.model_dump()))
    actions.name_group(group, name=said["name"])
    return Written(200, "talk", str(conversation_id))


@writes(
    router,
    "POST",
    "/conversations/{conversation_id}/invitations",
    _("Ask somebody into a group you look after; they answer as any request."),
    gives=SentRequest,
    status=201,
)
def invite(request: Any, conversation_id: Id, body: NewInvitation) -> Written:
    group = _group(request, conversation_id)
    if not group.is_kept_by_viewer:
        raise PermissionDenied
    said = checked(RequestForm({"words": body.words}))
    recipient = get_member(body.member, viewer=request.member)
    sent = actions.invite(group, recipient, words=said["words"], now=timezone.now())
    return Written(201, "sent", str(sent.pk))


@writes(
    router,
    "PUT",
    "/conversations/{conversation_id}/keeper",
    _("Hand a group over to somebody else in it."),
    gives=ConversationOut,
)
def hand_group_over(request: Any, conversation_id: Id, body: Somebody) -> Written:
    group = _group(request, conversation_id)
    actions.hand_over(group, to=get_member(body.member, viewer=request.member))
    return Written(200, "talk", str(conversation_id))


@writes(
    router,
    "POST",
    "/conversations/{conversation_id}/leave",
    _("Leave a group; nobody gets a notice."),
    status=204,
)
def leave_group(request: Any, conversation_id: Id, body: GroupLeft) -> None:
    group = _group(request, conversation_id)
    actions.leave_group(group, with_words=body.with_words, now=timezone.now())


def _group(request: Any, conversation_id: int) -> queries.Standing:
    standing = queries.get_standing(conversation_id, viewer=request.member)
    if not standing.conversation.is_group:
        raise Http404
    return standing
