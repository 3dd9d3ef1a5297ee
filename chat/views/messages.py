"""Writing, reading on, changing and taking back messages."""

from datetime import datetime
from http import HTTPStatus
from math import ceil

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat import actions, permissions, queries
from chat.forms import MessageForm, NewMessageForm
from chat.models import Message
from chat.views.conversations import conversation_page, rows
from core.pace import TooSoon
from core.paging import write_cursor
from core.text import number_in
from people.access import member_required
from people.actions import NoRoomLeft
from people.queries import unpack_notes


@member_required
def message_list(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """GET: the messages after one, for a page that is open. POST: a new message."""
    standing = queries.get_standing(conversation_id, viewer=request.member)
    if request.method == "POST":
        return _send(request, standing)
    if not request.htmx:
        return redirect(standing.conversation)
    viewer, now = request.member, timezone.now()
    shown = queries.list_newer(standing, after=number_in(request.GET.get("after")), now=now)
    if (
        shown or standing.room
    ):  # pages of a room ask to say how far they have read; the rows reached them before
        actions.mark_seen(standing, member=viewer, now=now)
    return render(request, "chat/_message_rows.html", rows(request, standing, shown))


def _send(request: HttpRequest, standing: queries.Standing) -> HttpResponse:
    """Send it. A script is told in a plain sentence why not; a page comes back with the words in the box."""
    form = NewMessageForm(
        request.POST, request.FILES, takes_files=permissions.takes_attachments(standing.conversation)
    )
    if not form.is_valid():
        return _not_sent(request, standing, form, "", HTTPStatus.UNPROCESSABLE_ENTITY)
    said = form.cleaned_data
    now = timezone.now()
    answers = queries.messages_in(standing, now=now).filter(pk=said["answers"] or 0).first()
    try:
        message = actions.send_message(
            standing, author=request.member, body=said["body"], notes=said["notes"], answers=answers,
            nonce=said["nonce"], attachments=form.attachments, now=now,
        )  # fmt: skip
    except actions.ConversationEnded:
        problem = _("This conversation has ended. Your words are still here to copy.")
        return _not_sent(request, standing, form, problem, HTTPStatus.CONFLICT)
    except TooSoon as soon:
        return _not_sent(request, standing, form, soon.in_words(now=now), HTTPStatus.TOO_MANY_REQUESTS)
    except NoRoomLeft as full:
        return _not_sent(request, standing, form, full.in_words, HTTPStatus.CONFLICT)
    except (actions.RoomPaused, actions.RoomShut, actions.WaitALittle) as not_now:
        return _not_sent(request, standing, form, _not_now(not_now, now), HTTPStatus.CONFLICT)
    except PermissionDenied:
        problem = _("You cannot write here at the moment. Your words are still here to copy.")
        return _not_sent(request, standing, form, problem, HTTPStatus.FORBIDDEN)
    return HttpResponse(status=HTTPStatus.NO_CONTENT) if request.htmx else redirect(message)


def _not_now(problem: Exception, now: datetime) -> str:
    """Say why nothing can be said in a room at this moment."""
    if isinstance(problem, actions.NotNow):
        return _("%(reason)s Your words are still here.") % {"reason": problem.words}
    if isinstance(problem, actions.RoomPaused):
        return _("The room is quiet for a while. Your words are still here.")
    if isinstance(problem, actions.WaitALittle):
        seconds = max(1, ceil((problem.again_at - now).total_seconds()))
        return ngettext(
            "One waits a little between messages here. In %(count)d second you can send it; the words are still here.",
            "One waits a little between messages here. In %(count)d seconds you can send it; the words are still here.",
            seconds,
        ) % {"count": seconds}
    return _("The room is not open right now. Your words are still here to copy.")


def _not_sent(
    request: HttpRequest, standing: queries.Standing, form: MessageForm, problem: str, status: int
) -> HttpResponse:
    if request.htmx:
        words = problem or " ".join(str(error) for errors in form.errors.values() for error in errors)
        return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    again = queries.get_standing(standing.conversation.pk, viewer=request.member)
    return conversation_page(request, again, form=form, problem=problem, status=status)


@require_GET
@member_required
def message_detail(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message, for a page that is open; otherwise the place where it stands."""
    viewer, now = request.member, timezone.now()
    standing, message = queries.get_message(message_id, viewer=viewer, now=now)
    if not request.htmx:
        before = write_cursor([message.pk + 1])
        return redirect(f"{standing.conversation.get_absolute_url()}?before={before}#message-{message.pk}")
    shown = queries.show([message], standing=standing, now=now)
    return render(request, "chat/_message_rows.html", rows(request, standing, shown))


@require_http_methods(["GET", "POST"])
@member_required
def message_edit(request: HttpRequest, message_id: int) -> HttpResponse:
    """Change one's own words, for five minutes."""
    standing, message = _own(request, message_id)
    initial = {"body": message.body, "notes": list(unpack_notes(message.notes))}
    form = MessageForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        may_be_empty=message.attachments.exists(),
    )
    status, problem = HTTPStatus.OK, ""
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        try:
            actions.edit_message(message, by=request.member, body=said["body"], notes=said["notes"], now=now)
            return redirect(message)
        except actions.TooLateToEdit:
            status = HTTPStatus.CONFLICT
        except TooSoon as soon:
            status, problem = HTTPStatus.TOO_MANY_REQUESTS, soon.in_words(now=now)
    if status == HTTPStatus.CONFLICT or not permissions.can_edit(request.member, message, now=timezone.now()):
        problem = _("Words can be changed for five minutes. You can still take them back, or add to them.")
    context = {"standing": standing, "message": message, "form": form, "problem": problem}
    return render(request, "chat/message_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def message_remove(request: HttpRequest, message_id: int) -> HttpResponse:
    """Ask once, then take one's own words back."""
    standing, message = _own(request, message_id)
    if request.method == "GET":
        shown = queries.show([message], standing=standing, now=timezone.now())[0]
        return render(request, "chat/message_remove.html", {"standing": standing, "shown": shown})
    actions.remove_message(message, by=request.member, now=timezone.now())
    messages.success(request, _("Your words are taken back."))
    return redirect(standing.conversation)


@require_POST
@member_required
def message_support(request: HttpRequest, message_id: int) -> HttpResponse:
    """Say it with a press, or take it back."""
    now = timezone.now()
    standing, message = queries.get_message(message_id, viewer=request.member, now=now)
    actions.toggle_support(message, member=request.member, kind=request.POST.get("kind", ""), now=now)
    if not request.htmx:
        return redirect(message)
    shown = queries.show([message], standing=standing, now=now)
    return render(request, "chat/_message_rows.html", rows(request, standing, shown))


def _own(request: HttpRequest, message_id: int) -> tuple[queries.Standing, Message]:
    standing, message = queries.get_message(message_id, viewer=request.member, now=timezone.now())
    if message.author_id != request.member.pk or message.is_gone:
        raise Http404
    return standing, message
