"""Talking to somebody now: asking and waiting, listening, and what comes after."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.actions import Written
from api.v1.refusals import checked
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Id
from api.v1.shapes.now import (
    Answers,
    Asked,
    LeadPage,
    LimitChosen,
    ListeningOut,
    NewNote,
    NowOut,
    PassingAnswer,
    TalkOut,
)
from listening import actions, permissions, queries
from listening.forms import NoteForm
from listening.models import Talk

router = Router(tags=["now"])


@reads(
    router, "/now", _("See whether somebody is here to talk with, and your place."), gives=NowOut, shows="now"
)
def get_now(request: Any) -> Any:
    return NowOut.of(queries.now_page(request.member, now=timezone.now()), request.member)


@writes(router, "POST", "/now", _("Ask to talk to someone now; asking twice keeps your place."), gives=NowOut)
def ask_to_talk_now(request: Any, body: Asked) -> Written:
    actions.ask(request.member, help=body.help, now=timezone.now())
    return Written(200, "now")


@writes(
    router,
    "PUT",
    "/now/here",
    _("Say that you are still there, every minute or so; without it your place is kept for ten minutes."),
    gives=NowOut,
)
def still_here(request: Any) -> Written:
    actions.still_here(request.member, now=timezone.now())
    return Written(200, "now")


@writes(router, "DELETE", "/now", _("Give up your place."))
def give_up_place(request: Any) -> None:
    actions.leave(request.member, now=timezone.now())


@reads(router, "/talks/{talk_id}", _("See how a talk of yours stands."), gives=TalkOut, shows="talk-now")
def get_talk_now(request: Any, talk_id: Id) -> Any:
    return TalkOut.of(_talk(request, talk_id), request.member)


@writes(
    router,
    "POST",
    "/talks/{talk_id}/pass",
    _("As the listener, ask whether they would go on with somebody else."),
    gives=TalkOut,
)
def ask_to_pass_on(request: Any, talk_id: Id) -> Written:
    actions.ask_to_pass_on(_talk(request, talk_id), by=request.member, now=timezone.now())
    return Written(200, "talk-now", str(talk_id))


@writes(
    router,
    "PUT",
    "/talks/{talk_id}/pass",
    _("As the member, go on with another listener, asked or not, or stay."),
    gives=NowOut,
)
def answer_passing_on(request: Any, talk_id: Id, body: PassingAnswer) -> Written:
    talk = _talk(request, talk_id)
    if body.go:
        actions.pass_on(talk, by=request.member, now=timezone.now())
    else:
        actions.stay(talk, by=request.member)
    return Written(200, "now")


@writes(router, "PUT", "/talks/{talk_id}/answers", _("Say, if you like, how the talk was; for sums alone."))
def answer_after_talk(request: Any, talk_id: Id, body: Answers) -> None:
    actions.answer_afterwards(
        _talk(request, talk_id), by=request.member, heard=body.heard, safer=body.safer, now=timezone.now()
    )


@writes(router, "PUT", "/talks/{talk_id}/note", _("As the listener, leave a note for whoever leads."))
def note_for_lead(request: Any, talk_id: Id, body: NewNote) -> None:
    talk = _talk(request, talk_id)
    words = checked(NoteForm(body.model_dump()))["words"]
    actions.write_note(talk, by=request.member, words=words, now=timezone.now())


@reads(
    router,
    "/listening",
    _("See how many people wait, and with whom you talk; for those who listen."),
    gives=ListeningOut,
    shows="listening",
)
def get_listening(request: Any) -> Any:
    if not permissions.can_listen(request.member):
        raise PermissionDenied
    return ListeningOut.of(queries.listener_page(request.member, now=timezone.now()), request.member)


@writes(
    router,
    "POST",
    "/listening/next",
    _("Talk with whoever waits longest. 404 where nobody waits."),
    gives=TalkOut,
    status=201,
)
def take_next(request: Any) -> Written:
    talk = actions.take_next(request.member, now=timezone.now())
    if talk is None:
        raise Http404
    return Written(201, "talk-now", str(talk.pk))


@writes(
    router, "PUT", "/listening/limit", _("Say with how many people you talk at a time."), gives=ListeningOut
)
def choose_listening_limit(request: Any, body: LimitChosen) -> Written:
    actions.choose_limit(request.member, most_at_once=body.most_at_once, now=timezone.now())
    return Written(200, "listening")


@reads(
    router,
    "/listening/notes",
    _("Read what listeners noted, and answers in sums; for whoever leads."),
    gives=LeadPage,
)
def get_listeners_notes(request: Any) -> Any:
    if not permissions.can_read_notes(request.member):
        raise PermissionDenied
    return LeadPage.of(queries.list_notes(request.member), queries.sums_of_answers(request.member))


def _talk(request: Any, talk_id: int) -> Talk:
    return queries.get_talk(talk_id, viewer=request.member)
