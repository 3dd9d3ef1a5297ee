"""The list of one's conversations, one of them, and what one chooses for it."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat import actions, calling, meetings, permissions, queries
from chat.conversation_parts import draw_parts
from chat.forms import LifetimeForm, MessageForm, NewMessageForm, ReportForm, SearchForm, ShowForm
from chat.models import Message
from chat.views.care import care_after_asking, care_for
from core import policy, recordings
from core.languages import isolated
from core.paging import Page
from core.support import SupportKind
from core.text import number_in, plain_text
from live.queries import place_now
from people.access import member_required

TO_CHOOSE_FROM = 30


@require_GET
@member_required
def conversation_list(request: HttpRequest) -> HttpResponse:
    """Who asks, whom one talks with, and whom one asked."""
    viewer = request.member
    context = {
        "page": queries.list_conversations(viewer, request.GET.get("after")),
        "waiting": list(queries.requests_for(viewer)[:50]),
        "set_aside": list(queries.list_set_aside(viewer)[:50]),
        "sent": list(queries.list_sent(viewer)[:50]),
        "rooms": queries.rooms_on_list(viewer, now=timezone.now()),
        "care": care_after_asking(request),
    }
    return render(request, "chat/conversation_list.html", context)


@require_GET
@member_required
def conversation_detail(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The newest messages of one conversation, or an earlier page of them; for an open page the messages alone."""
    standing = queries.get_standing(conversation_id, viewer=request.member)
    if request.htmx.target == "messages":
        return _history(request, standing)
    return conversation_page(request, standing)


def _history(request: HttpRequest, standing: queries.Standing) -> HttpResponse:
    """Draw messages and the ways on from them, for a page that has everything around them."""
    page, is_earlier = _page_of(request, standing, now=timezone.now())
    context = {**_ways(page, is_earlier), **rows(request, standing, page.items)}
    return render(request, "chat/_history.html", context)


def _ways(page: Page, is_earlier: bool) -> dict[str, Any]:
    later = page.items and queries.place_after(page.items[-1])
    return {"page": page, "is_earlier": is_earlier, "later": later}


def conversation_page(
    request: HttpRequest, standing: queries.Standing, *, form: MessageForm | None = None, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Draw the page of a conversation, with any form that did not go through."""
    viewer, now, place = request.member, timezone.now(), place_now()
    takes_files = permissions.takes_attachments(standing.conversation)
    can_record = takes_files and recordings.can_reencode()
    policy.allow_recording() if can_record else policy.allow_listening()
    page, is_earlier = _page_of(request, standing, now=now)
    answered = _answered(request, standing, form)
    can_write = _can_write(standing, now)
    context: dict[str, Any] = {
        "call": calling.going_on(standing, viewer=viewer, now=now) if can_write else None,
        "place": place,
        **_ways(page, is_earlier),
        "is_here": queries.is_here(standing),
        "new_after": _new_after(standing),
        "place_of_room": standing.room and queries.place_of(standing.room.room, viewer=viewer),
        "turns_in": standing.room and standing.room.turns_in(now=now),
        "last_shown": page.items[-1].message.pk if page.items else 0,
        "can_write": can_write,
        "can_record": can_record,
        "form": form
        or NewMessageForm(initial={"answers": answered.pk if answered else None}, takes_files=takes_files),
        "nonce": form.nonce_or_new if form else uuid4(),
        "answered": answered,
        "problem": problem,
        "parts": draw_parts(standing, request),
        **rows(request, standing, page.items),
    }
    if standing.room and not is_earlier:
        actions.enter_room(standing, now=now)
    elif not is_earlier:
        actions.mark_seen(standing, member=viewer, now=now)
    return render(request, "chat/conversation_detail.html", context, status=status)


def _page_of(request: HttpRequest, standing: queries.Standing, *, now: datetime) -> tuple[Page, bool]:
    """Return the messages that are asked for, and whether they end before the newest."""
    if after := request.GET.get("after"):
        page = queries.list_later(standing, now=now, cursor=after)
        if page:
            return page, True
    before = request.GET.get("before")
    return queries.list_messages(standing, now=now, cursor=before), bool(before)


def _can_write(standing: queries.Standing, now: datetime) -> bool:
    """Tell whether to show the box; in a room that is quiet or shut only to whoever looks after it."""
    state = standing.room
    is_let = state is None or (state.is_open and not state.is_paused) or looks_after(standing)
    return is_let and permissions.can_write(standing.viewer, standing.conversation, standing.others, now=now)


def looks_after(standing: queries.Standing) -> bool:
    """Tell whether the viewer runs this room."""
    state = standing.room
    return state is not None and permissions.can_run_rooms(standing.viewer, state.room.place)


def takes_down(standing: queries.Standing) -> bool:
    """Tell whether the viewer takes down what others say in this room."""
    state = standing.room
    return state is not None and permissions.can_decide_about_room(standing.viewer, state.room.place)


def _new_after(standing: queries.Standing) -> int | None:
    """Return after which message the new ones begin, None where none is or the reader was never here."""
    was_here = standing.has_news or (standing.room is not None and standing.mine.pk is not None)
    return standing.mine.seen_message_id if was_here else None


def rows(
    request: HttpRequest, standing: queries.Standing, shown: list[queries.ShownMessage]
) -> dict[str, Any]:
    """Return what drawing messages needs, and what is said after them: to a writer in danger, to a reader who helps."""
    return {
        "standing": standing,
        "rows": shown,
        "support_kinds": SupportKind.choices,
        "looks_after": looks_after(standing),
        "takes_down": takes_down(standing),
        "care": care_for(request, standing) if queries.needs_care(standing, shown) else None,
        "opens_pictures": not (request.member.pictures_on_tap or request.member.saves_data),
        "read_until": _read_until(standing, shown),
        "reader_is_advised": queries.asks_for_help(shown) and meetings.helps(request.member),
    }


def _read_until(standing: queries.Standing, shown: list[queries.ShownMessage]) -> int:
    """Return the newest message of one's own that the other has read, 0 where that is not shown."""
    seen = queries.read_until(standing) or 0
    return max((each.message.pk for each in shown if each.is_mine and each.message.pk <= seen), default=0)


def _answered(request: HttpRequest, standing: queries.Standing, form: MessageForm | None) -> Message | None:
    wanted = str((form["answers"].value() if form else None) or request.GET.get("answer") or "")
    found = queries.messages_in(standing, now=timezone.now()).filter(pk=number_in(wanted)).first()
    return None if found is None or found.is_gone else found


@require_http_methods(["GET", "POST"])
@member_required
def conversation_choices(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """How long messages stay, and whether one hears of new ones."""
    standing = queries.get_standing(conversation_id, viewer=request.member)
    if standing.room:
        raise Http404
    if "mute" in request.POST:
        if request.POST["mute"] == "yes":
            actions.mute_conversation(standing, now=timezone.now())
        else:
            actions.unmute_conversation(standing)
        messages.success(request, _("Saved."))
        return redirect("conversation_choices", conversation_id)
    if "show" in request.POST:
        shown = ShowForm(request.POST)
        shown.is_valid()
        actions.choose_to_show(standing, **shown.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(standing.conversation)
    form = LifetimeForm(
        request.POST if request.method == "POST" else None, initial={"lifetime": standing.mine.lifetime}
    )
    if form.is_valid():
        actions.choose_lifetime(standing, lifetime=form.cleaned_data["lifetime"])
        messages.success(request, _("Saved."))
        return redirect(standing.conversation)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(
        request,
        "chat/conversation_choices.html",
        {"standing": standing, "form": form, "show_form": _show_form(standing)},
        status=status,
    )


def _show_form(standing: queries.Standing) -> ShowForm:
    mine = standing.mine
    return ShowForm(
        initial={"read": mine.shows_read, "writing": mine.shows_writing, "here": mine.shows_here},
        auto_id="show_%s",
    )


@require_POST
@member_required
def conversation_writing(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Say that one is writing; whether anybody hears it is for both to want."""
    standing = queries.get_standing(conversation_id, viewer=request.member)
    actions.is_writing(standing, writer=request.member)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_http_methods(["GET", "POST"])
@member_required
def conversation_end(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Ask once, saying what it does; then end it for both."""
    standing = queries.get_standing(conversation_id, viewer=request.member)
    if not permissions.can_end(standing.conversation):
        raise Http404
    if request.method == "GET":
        return render(request, "chat/conversation_end.html", {"standing": standing})
    actions.end_conversation(standing.conversation, by=request.member, now=timezone.now())
    messages.success(request, _("This conversation has ended."))
    return redirect(standing.conversation)


@require_POST
@member_required
def conversation_again(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Say that one would like to talk again, or take that back."""
    standing = queries.get_standing(conversation_id, viewer=request.member)
    if not standing.conversation.is_between_two:
        raise Http404
    if request.POST.get("again") == "no":
        actions.want_no_more(standing)
    elif actions.want_again(standing, now=timezone.now()):
        messages.success(request, _("You both would like to talk again."))
    return redirect(standing.conversation)


@require_http_methods(["GET", "POST"])
@member_required
def conversation_report(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Choose which messages staff may see; then say what is wrong."""
    standing = queries.get_standing(conversation_id, viewer=request.member)
    viewer, now = request.member, timezone.now()
    if not standing.others:
        raise Http404
    recent = _reportable(standing, viewer=request.member, marked=request.GET.get("message"))
    choices = [(each.pk, _told_apart(each, standing)) for each in recent]
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        initial={"message": [request.GET.get("message")]},
    )
    if form.is_valid():
        try:
            excerpt = actions.make_excerpt(standing, form.cleaned_data["message"], by=viewer, now=now)
            return redirect("report", "chat.excerpt", excerpt.pk)
        except actions.SeveralChosen:
            form.add_error(
                "message", _("Please choose messages of one person; you can report others after that.")
            )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(
        request, "chat/conversation_report.html", {"standing": standing, "form": form}, status=status
    )


def _told_apart(message: Message, standing: queries.Standing) -> str:
    """Return how a message is known in the list: in a group also by whom."""
    words = _passage_of(message)
    if standing.conversation.is_between_two:
        return words
    return f"{isolated(message.author.name)}: {words}"


def _passage_of(message: Message) -> str:
    """Return the beginning of a message; what its author took back is not shown by it."""
    if message.is_gone:
        moment = timezone.localtime(message.created_at)
        return _("Taken back; written on %(day)s at %(time)s") % {
            "day": date_format(moment, "DATE_FORMAT"),
            "time": f"{moment:%H:%M}",
        }
    words = " ".join(plain_text(message.body).split())[:200]
    return " · ".join([*([words] if words else []), *(each.in_words for each in message.attachments.all())])


def _reportable(standing: queries.Standing, *, viewer: Any, marked: str | None) -> list[Message]:
    """Return the other's newest messages, and the one that was marked however old it is; newest first."""
    theirs = queries.messages_in(standing, now=timezone.now()).exclude(author=viewer)
    theirs = theirs.filter(~Q(body="") | Q(attachments__isnull=False)).distinct()
    theirs = theirs.filter(taken_down_at__isnull=True)
    recent = list(theirs.order_by("-pk")[:TO_CHOOSE_FROM])
    if number := number_in(marked):
        recent += theirs.filter(pk=number).exclude(pk__in=[each.pk for each in recent])
    return recent


@require_GET
@member_required
def conversation_search(request: HttpRequest) -> HttpResponse:
    """Find words in one's own conversations, and in the rooms on one's list."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "rooms": False}
    page = queries.search_messages(
        request.member, asked["q"], with_rooms=asked["rooms"], now=timezone.now(), cursor=request.GET.get("after")
    )  # fmt: skip
    return render(request, "chat/conversation_search.html", {"form": form, "words": asked["q"], "page": page})
