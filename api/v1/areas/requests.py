"""Asking members whether they would like to talk, and answering those who ask."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.actions import Written
from api.v1 import care
from api.v1.refusals import checked
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Id, Name
from api.v1.shapes.care import CareAnswer
from api.v1.shapes.conversations import (
    NewRequest,
    RequestOut,
    Requests,
    SentRequest,
    SentRequests,
    WhoMayAsk,
    WhoMayAskChosen,
)
from chat import actions, queries
from chat.forms import RequestForm
from people.queries import get_member

router = Router(tags=["conversations"])


@reads(
    router,
    "/requests",
    _("See who asks whether you would like to talk, alone or in a group, and to whom you said “not now”."),
    gives=Requests,
)
def list_talk_requests(request: Any) -> Any:
    viewer = request.member
    found = [*queries.requests_for(viewer)[:200], *queries.list_set_aside(viewer)[:200]]
    return {"items": [RequestOut.of(each) for each in found]}


@reads(router, "/requests/{request_id}", _("See one request to you."), gives=RequestOut)
def get_talk_request(request: Any, request_id: Id) -> Any:
    return RequestOut.of(queries.get_request(request_id, viewer=request.member))


@writes(
    router,
    "POST",
    "/requests/{request_id}/accept",
    _("Say yes: a conversation begins, and their words are its first; or you come into their group."),
    status=204,
)
def accept_talk_request(request: Any, request_id: Id) -> None:
    asked = queries.get_request(request_id, viewer=request.member)
    actions.accept(asked, by=request.member, now=timezone.now())


@writes(
    router,
    "POST",
    "/requests/{request_id}/not-now",
    _("Say “not now”; they see no difference, and you can still say yes."),
    status=204,
)
def put_off_talk_request(request: Any, request_id: Id) -> None:
    asked = queries.get_request(request_id, viewer=request.member)
    actions.set_aside(asked, by=request.member, now=timezone.now())


@reads(router, "/sent-requests", _("See whom you asked."), gives=SentRequests)
def list_sent_requests(request: Any) -> Any:
    return {"items": [SentRequest.of(each) for each in queries.list_sent(request.member)[:200]]}


@reads(router, "/sent-requests/{sent_id}", _("See one request of yours."), gives=SentRequest, shows="sent")
def get_sent_request(request: Any, sent_id: Id) -> Any:
    sent = queries.get_sent(sent_id, viewer=request.member)
    return {**SentRequest.of(sent), "care": care.about_request(request, sent)}


@writes(
    router,
    "POST",
    "/sent-requests/{sent_id}/care",
    _(
        "Ask for somebody to talk to, say that you are safe, or put the offer away. Nobody learns what you wrote there."
    ),
)
def answer_care_about_request(request: Any, sent_id: Id, body: CareAnswer) -> None:
    queries.get_sent(sent_id, viewer=request.member)
    member, now = request.member, timezone.now()
    if body.do == "talk":
        actions.ask_to_talk(member, now=now)
    elif body.do == "safe":
        actions.say_safe_after_asking(member, now=now)
    else:
        actions.put_care_after_asking_away(member, now=now)


@writes(
    router,
    "POST",
    "/members/{name}/requests",
    _("Ask a member whether they would like to talk; one request at a time, and a few in a day."),
    gives=SentRequest,
    status=201,
)
def send_talk_request(request: Any, name: Name, body: NewRequest) -> Written:
    recipient = get_member(name, viewer=request.member)
    if recipient.pk == request.member.pk:
        raise Http404
    said = checked(RequestForm(body.model_dump()))
    sent = actions.send_request(recipient, by=request.member, words=said["words"], now=timezone.now())
    return Written(201, "sent", str(sent.pk))


@writes(
    router,
    "DELETE",
    "/sent-requests/{sent_id}",
    _("Take your words back; you can ask them again when as much time has passed as for anybody."),
)
def take_request_back(request: Any, sent_id: Id) -> None:
    actions.take_back(queries.get_sent(sent_id, viewer=request.member), by=request.member)


@reads(router, "/me/requests", _("See who may ask you."), gives=WhoMayAsk, shows="who-may-ask")
def get_who_may_ask(request: Any) -> Any:
    return {"from_whom": queries.from_whom(request.member)}


@writes(
    router, "PUT", "/me/requests", _("Say who may ask you; nobody can see what you choose."), gives=WhoMayAsk
)
def choose_who_may_ask(request: Any, body: WhoMayAskChosen) -> Written:
    actions.choose_from_whom(request.member, from_whom=body.from_whom)
    return Written(200, "who-may-ask", "")
