"""What belongs to one talk: its part of the conversation's page, going on to somebody else, and what comes after."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.queries import get_standing
from listening import actions, permissions, queries
from listening.forms import AfterForm, NoteForm
from listening.models import Talk
from listening.parts import draw_part
from people.access import member_required
from people.models import Member


@require_safe
@member_required
def talk_part(request: HttpRequest, talk_id: int) -> HttpResponse:
    """How things stand in a talk, for a page that is open; otherwise the conversation itself."""
    talk = queries.get_talk(talk_id, viewer=request.member)
    if not request.htmx:
        return redirect(talk)
    standing = get_standing(talk.conversation_id or 0, viewer=request.member)
    return HttpResponse(draw_part(standing, request))


@require_POST
@member_required
def talk_pass(request: HttpRequest, talk_id: int) -> HttpResponse:
    """A listener asks whether to pass on; the member goes on with somebody else, or stays."""
    viewer, now = request.member, timezone.now()
    talk = queries.get_talk(talk_id, viewer=viewer)
    try:
        if permissions.is_listener_of(viewer, talk):
            actions.ask_to_pass_on(talk, by=viewer, now=now)
        elif request.POST.get("answer") == "stay":
            actions.stay(talk, by=viewer)
        else:
            actions.pass_on(talk, by=viewer, now=now)
            return redirect("now")
    except actions.NobodyElse:
        messages.info(request, _("Nobody else is on duty right now who could go on with it."))
    except actions.CannotPass:
        messages.info(request, _("This talk is over."))
    return redirect(talk)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def talk_after(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Two private questions, for the member alone."""
    talk = _own(request, talk_id, permissions.is_member_of)
    form = AfterForm(
        request.POST if request.method == "POST" else None, initial={"heard": talk.heard, "safer": talk.safer}
    )
    if form.is_valid():
        actions.answer_afterwards(talk, by=request.member, now=timezone.now(), **form.cleaned_data)
        return redirect("talk_after", talk_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "listening/talk_after.html", {"talk": talk, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def talk_note(request: HttpRequest, talk_id: int) -> HttpResponse:
    """A note for whoever leads, by the listener alone."""
    talk = _own(request, talk_id, permissions.is_listener_of)
    note = queries.note_of(talk)
    form = NoteForm(
        request.POST if request.method == "POST" else None, initial={"words": note.words if note else ""}
    )
    if form.is_valid():
        actions.write_note(talk, by=request.member, words=form.cleaned_data["words"], now=timezone.now())
        messages.success(request, _("Your note is with whoever leads. Thank you for having been there."))
        return redirect("listening")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "listening/talk_note.html", {"talk": talk, "form": form}, status=status)


def _own(request: HttpRequest, talk_id: int, is_theirs: Callable[[Member, Talk], bool]) -> Talk:
    talk = queries.get_talk(talk_id, viewer=request.member)
    if not is_theirs(request.member, talk):
        raise Http404
    return talk
