"""Conversations of people who all said yes, and their messages."""

from typing import Annotated, Any, Literal

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from api.actions import Written
from api.v1 import care
from api.v1.pictures import as_form
from api.v1.refusals import checked, one_line
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Cursor, Id, page_of
from api.v1.shapes.care import CareAnswer
from api.v1.shapes.conversations import (
    ConversationOut,
    Conversations,
    EditedMessage,
    FoundMessage,
    FoundMessages,
    LifetimeChosen,
    MessageOut,
    Messages,
    NewMessage,
    Showing,
)
from api.v1.shapes.posts import SupportKind, topics_of
from api.v1.wording import without_reasons
from chat import actions, permissions, queries
from chat.forms import MessageForm, NewMessageForm
from chat.models import Message

router = Router(tags=["conversations"])
Where = (
    Annotated[Literal["conversations", "rooms"], Field(description='"rooms": also in the rooms on your list')]
    | None
)


@reads(
    router,
    "/conversations",
    _("See whom you talk with, alone and in groups, last active first."),
    gives=Conversations,
)
def list_conversations(request: Any, cursor: Query[Cursor] = None) -> Any:
    page = queries.list_conversations(request.member, cursor)
    return page_of(page.items, page.next_cursor, ConversationOut.of)


@reads(
    router, "/found-messages", _("Find words in your own conversations, newest first."), gives=FoundMessages
)
def search_messages(
    request: Any,
    q: Query[
        Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$", description="Words; all must be there")]
    ],
    where: Query[Where] = None,
    cursor: Query[Cursor] = None,
) -> Any:
    words = one_line(q, field="q", place="query", most=200, required=False)
    page = queries.search_messages(
        request.member, words, with_rooms=where == "rooms", now=timezone.now(), cursor=cursor
    )
    return page_of(page.items, page.next_cursor, FoundMessage.of_hit)


@reads(
    router,
    "/conversations/{conversation_id}",
    _("See one conversation."),
    gives=ConversationOut,
    shows="talk",
)
def get_conversation(request: Any, conversation_id: Id) -> Any:
    return ConversationOut.of(_standing(request, conversation_id))


@reads(
    router,
    "/conversations/{conversation_id}/messages",
    _("Read a conversation: a page of it, oldest first; `next` leads to the page before it."),
    gives=Messages,
)
def list_messages(request: Any, conversation_id: Id, cursor: Query[Cursor] = None) -> Any:
    standing = _standing(request, conversation_id)
    page = queries.list_messages(standing, now=timezone.now(), cursor=cursor)
    return page_of(page.items, page.next_cursor, MessageOut.of)


@writes(
    router,
    "POST",
    "/conversations/{conversation_id}/messages",
    _("Say something."),
    gives=MessageOut,
    status=201,
)
def send_message(request: Any, conversation_id: Id, body: NewMessage) -> Written:
    told, files = as_form(body)
    message = say(request, conversation_id, told, files)
    return Written(201, "message", str(message.pk))


def say(request: Any, conversation_id: int, told: dict[str, Any], files: dict[str, Any]) -> Message:
    """Send a message with what goes with it, checked by the form that checks it for pages too."""
    standing, now = _standing(request, conversation_id), timezone.now()
    form = NewMessageForm(told, files, takes_files=permissions.takes_attachments(standing.conversation))
    said = checked(form)
    answers = queries.messages_in(standing, now=now).filter(pk=said["answers"] or 0).first()
    return actions.send_message(
        standing, author=request.member, body=said["body"], notes=said["notes"], answers=answers,
        attachments=form.attachments, now=now,
    )  # fmt: skip


@writes(
    router,
    "PUT",
    "/conversations/{conversation_id}/read",
    _("Note that you have read what is there; your open pages learn of it."),
)
def read_messages(request: Any, conversation_id: Id) -> None:
    actions.mark_seen(_standing(request, conversation_id), member=request.member, now=timezone.now())


@writes(
    router,
    "PUT",
    "/conversations/{conversation_id}/lifetime",
    _("Say how long messages may stay. The shortest of what all say counts, also for what is written."),
    gives=ConversationOut,
)
def choose_lifetime(request: Any, conversation_id: Id, body: LifetimeChosen) -> Written:
    actions.choose_lifetime(_standing(request, conversation_id), lifetime=body.lifetime)
    return Written(200, "talk", str(conversation_id))


@writes(
    router,
    "PUT",
    "/conversations/{conversation_id}/showing",
    _("Say what you would show of yourself: each is shown to either of you only while both would."),
    gives=ConversationOut,
)
def choose_to_show(request: Any, conversation_id: Id, body: Showing) -> Written:
    standing = _standing(request, conversation_id)
    if not standing.conversation.is_between_two:
        raise Http404
    actions.choose_to_show(standing, **body.model_dump())
    return Written(200, "talk", str(conversation_id))


@writes(
    router,
    "POST",
    "/conversations/{conversation_id}/writing",
    _("Say that you are writing, at most every few seconds; whether anybody hears it is for both to want."),
)
def say_writing(request: Any, conversation_id: Id) -> None:
    actions.is_writing(_standing(request, conversation_id), writer=request.member)


@writes(
    router,
    "PUT",
    "/conversations/{conversation_id}/mute",
    _("Hear of no new messages; nobody is told."),
)
def mute_conversation(request: Any, conversation_id: Id) -> None:
    actions.mute_conversation(_standing(request, conversation_id), now=timezone.now())


@writes(router, "DELETE", "/conversations/{conversation_id}/mute", _("Hear of new messages again."))
def unmute_conversation(request: Any, conversation_id: Id) -> None:
    actions.unmute_conversation(_standing(request, conversation_id))


@writes(
    router,
    "PUT",
    "/conversations/{conversation_id}/end",
    _("End what you two have. It begins again when both want it to. A group is left instead."),
)
def end_conversation(request: Any, conversation_id: Id) -> None:
    conversation = _standing(request, conversation_id).conversation
    actions.end_conversation(conversation, by=request.member, now=timezone.now())


@writes(
    router,
    "PUT",
    "/conversations/{conversation_id}/again",
    _("Say that you would like to talk again; the other learns of it only once they say so too."),
    gives=ConversationOut,
)
def want_conversation_again(request: Any, conversation_id: Id) -> Written:
    actions.want_again(_standing(request, conversation_id), now=timezone.now())
    return Written(200, "talk", str(conversation_id))


@writes(router, "DELETE", "/conversations/{conversation_id}/again", _("Take that back."))
def want_conversation_no_more(request: Any, conversation_id: Id) -> None:
    actions.want_no_more(_standing(request, conversation_id))


@writes(
    router,
    "POST",
    "/conversations/{conversation_id}/care",
    _(
        "Ask for somebody to talk to, say that you are safe, or put the offer away. Nobody learns what you wrote here."
    ),
)
def answer_care_about_messages(request: Any, conversation_id: Id, body: CareAnswer) -> None:
    standing, now = _standing(request, conversation_id), timezone.now()
    if body.do == "talk":
        actions.ask_to_talk(request.member, now=now)
    elif body.do == "safe":
        actions.say_safe(standing, now=now)
    else:
        actions.put_care_away(standing)


@reads(router, "/messages/{message_id}", _("Read one message."), gives=MessageOut, shows="message")
def get_message(request: Any, message_id: Id) -> Any:
    now = timezone.now()
    standing, message = queries.get_message(message_id, viewer=request.member, now=now)
    shown = queries.show([message], standing=standing, now=now)[0]
    return {**MessageOut.of(shown), "care": care.about_message(request, standing, shown)}


@writes(
    router, "PUT", "/messages/{message_id}", _("Change your own words, for five minutes."), gives=MessageOut
)
def edit_message(request: Any, message_id: Id, body: EditedMessage) -> Written:
    message = _message(request, message_id)
    told = {"body": body.body, "notes": topics_of(message.notes) if body.notes is None else body.notes}
    said = checked(MessageForm(told))
    actions.edit_message(
        message, by=request.member, body=said["body"], notes=said["notes"], now=timezone.now()
    )
    return Written(200, "message", str(message_id))


@writes(
    router,
    "DELETE",
    "/messages/{message_id}",
    _(
        "Take your own words back; their place stays. In a room you look after, take down what somebody else said."
    ),
)
def remove_message(request: Any, message_id: Id) -> None:
    message, by, now = _message(request, message_id), request.member, timezone.now()
    if permissions.can_take_down(by, message):
        actions.take_down_in_room(message, concern="other", statement=without_reasons(), by=by, now=now)
    else:
        actions.remove_message(message, by=by, now=now)


@writes(
    router,
    "PUT",
    "/messages/{message_id}/support/{kind}",
    _("Answer a message with a press."),
    gives=MessageOut,
)
def support_message(request: Any, message_id: Id, kind: SupportKind) -> Written:
    return _support(request, message_id, kind, wanted=True)


@writes(router, "DELETE", "/messages/{message_id}/support/{kind}", _("Take a press back."), gives=MessageOut)
def unsupport_message(request: Any, message_id: Id, kind: SupportKind) -> Written:
    return _support(request, message_id, kind, wanted=False)


def _support(request: Any, message_id: int, kind: str, *, wanted: bool) -> Written:
    message = _message(request, message_id)
    actions.toggle_support(message, member=request.member, kind=kind, now=timezone.now(), wanted=wanted)
    return Written(200, "message", str(message_id))


def _standing(request: Any, conversation_id: int) -> queries.Standing:
    return queries.get_standing(conversation_id, viewer=request.member)


def _message(request: Any, message_id: int) -> Message:
    return queries.get_message(message_id, viewer=request.member, now=timezone.now())[1]
