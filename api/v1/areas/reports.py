"""Telling us that something is wrong in a conversation, with a request, or in a room."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.v1.refusals import Refused, checked
from api.v1.routing import writes
from api.v1.shapes.basics import Id
from api.v1.shapes.reports import MessagesReported, Reported
from chat import actions, queries
from safety import subjects
from safety.actions import report
from safety.forms import ReportForm
from safety.subjects import Subject

router = Router(tags=["conversations"])


@writes(
    router,
    "POST",
    "/conversations/{conversation_id}/report",
    _(
        "Report messages of one person. Staff see those you choose and two before and after each, nothing else."
    ),
)
def report_messages(request: Any, conversation_id: Id, body: MessagesReported) -> None:
    standing, by = queries.get_standing(conversation_id, viewer=request.member), request.member
    try:
        shown = actions.make_excerpt(standing, body.messages, by=by, now=timezone.now())
    except actions.NothingChosen:
        raise Http404 from None
    except actions.SeveralChosen:
        raise Refused.at("messages") from None
    _report(request, subjects.find("chat.excerpt", str(shown.pk), viewer=by), body)


@writes(
    router,
    "POST",
    "/messages/{message_id}/report",
    _("Report a message in a room; whoever handles it sees what stands around it."),
)
def report_message(request: Any, message_id: Id, body: Reported) -> None:
    _report(request, subjects.find("chat.message", str(message_id), viewer=request.member), body)


@writes(
    router,
    "POST",
    "/requests/{request_id}/report",
    _("Report a request to you; staff see its words. It stays open until you answer it."),
)
def report_request(request: Any, request_id: Id, body: Reported) -> None:
    asked, by = queries.get_request(request_id, viewer=request.member), request.member
    shown = actions.make_excerpt_of_request(asked, by=by, now=timezone.now())
    _report(request, subjects.find("chat.excerpt", str(shown.pk), viewer=by), body)


def _report(request: Any, subject: Subject, body: Reported) -> None:
    said = checked(ReportForm({"reason": body.reason, "words": body.words}, subject=subject))
    report(subject, by=request.member, reason=said["reason"], words=said["words"], now=timezone.now())
