"""A circle while it is held, for those in it: arriving, turns and hands, asking for help, going out."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from circles import actions, queries
from circles.forms import ArrivalForm, CheckForm, HelpForm, LeaveForm
from circles.meeting_part import draw_circle
from circles.models import Leaving
from live.queries import place_now
from people.access import member_required


@require_http_methods(["GET", "POST"])
@member_required
def circle_room(request: HttpRequest, circle_id: int) -> HttpResponse:
    """The door of a circle's room: before it opens, arriving, and the way on to what is said in it."""
    place, now = place_now(), timezone.now()
    sitting = queries.get_sitting(circle_id, viewer=request.member)
    if sitting.meeting and sitting.is_in and sitting.meeting.room and request.method == "GET":
        return redirect(sitting.meeting.room)
    form = ArrivalForm(
        request.POST if request.method == "POST" else None,
        owes_agreement=sitting.standing.mine.owes_agreement,
    )
    if sitting.meeting and form.is_valid():
        return _come_in(request, sitting, form)
    facts = {
        "sitting": sitting, "form": form, "place": place, "opens_at": queries.opens_at(sitting.circle),
        "can_open": sitting.standing.holds and queries.can_be_opened(sitting.circle, now=now),
        "is_past": sitting.circle.ends_at <= now,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "circles/circle_room.html", facts, status=status)


def _come_in(request: HttpRequest, sitting: queries.Sitting, form: ArrivalForm) -> HttpResponse:
    mine = sitting.standing.mine
    try:
        if "agree" in form.fields:
            actions.agree_again(mine)
        actions.arrive(sitting.going, mine=mine, now=timezone.now(), **form.check_in)
    except actions.CannotCome:
        messages.warning(request, _("You cannot come into this circle at the moment."))
    return redirect("circle_room", sitting.circle.pk)


@require_POST
@member_required
def circle_open(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Open the room, for whoever holds the group."""
    sitting = queries.get_sitting(circle_id, viewer=request.member)
    try:
        actions.open_meeting(sitting.circle, mine=sitting.standing.mine, now=timezone.now())
    except actions.CircleOver:
        messages.warning(request, _("The room of this circle cannot be opened at the moment."))
    return redirect("circle_room", circle_id)


@require_GET
@member_required
def circle_panel(request: HttpRequest, circle_id: int) -> HttpResponse:
    """How the circle stands, for a page that is open; whoever is not in it any more goes to the door."""
    sitting = queries.get_sitting(circle_id, viewer=request.member)
    return answer(request, sitting)


def answer(request: HttpRequest, sitting: queries.Sitting) -> HttpResponse:
    """Show how it stands after something was done: a piece for an open page, the whole page otherwise."""
    circle_id = sitting.circle.pk
    if request.htmx and sitting.is_in:
        return HttpResponse(draw_circle(circle_id, request))
    return redirect("circle_room", circle_id)


def _on_to(request: HttpRequest, name: str) -> HttpResponse:
    """Send somebody to another page; a page that asked for a piece is told to go there itself."""
    if request.htmx:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": reverse(name)})
    return redirect(name)


@require_POST
@member_required
def circle_turn(request: HttpRequest, circle_id: int) -> HttpResponse:
    """What somebody in a circle does with one press: their turn, their hand, back from a side room."""
    sitting, now = queries.get_sitting(circle_id, viewer=request.member), timezone.now()
    mine, deed = sitting.place, request.POST.get("deed", "")
    if deed in ("spoke", "pass", "later"):
        actions.end_turn(sitting.going, presence=mine, how=deed, now=now)
    elif deed in ("hand", "no_hand"):
        actions.raise_hand(sitting.going, presence=mine, is_up=deed == "hand", now=now)
    elif deed == "back" and sitting.side_room:
        actions.close_side_room(sitting.side_room, by=mine, now=now)
    return answer(request, sitting)


@require_http_methods(["GET", "POST"])
@member_required
def circle_help(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Tell those who hold the circle, privately, that one needs help."""
    sitting = queries.get_sitting(circle_id, viewer=request.member)
    form = HelpForm(request.POST if request.method == "POST" else None)
    mine = sitting.place
    if form.is_valid():
        words = form.cleaned_data["words"]
        actions.ask_for_help(sitting.going, presence=mine, words=words, now=timezone.now())
        if not sitting.has_helper:
            messages.warning(request, _("Nobody who holds the circle is here just now. You need not wait."))
            return _on_to(request, "help_now")
        messages.success(request, _("Those who hold the circle know. Nobody else does."))
        return answer(request, sitting)
    return _form(request, "circles/circle_help.html", sitting, form)


@require_http_methods(["GET", "POST"])
@member_required
def circle_check_out(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Say how one goes, in a word, a colour or a number."""
    sitting = queries.get_sitting(circle_id, viewer=request.member)
    form, mine = CheckForm(request.POST if request.method == "POST" else None), sitting.place
    if form.is_valid():
        actions.check_out(sitting.going, presence=mine, now=timezone.now(), **form.cleaned_data)
        return answer(request, sitting)
    return _form(request, "circles/circle_check_out.html", sitting, form)


@require_http_methods(["GET", "POST"])
@member_required
def circle_leave(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Go out of a circle, having said how one is."""
    sitting = queries.get_sitting(circle_id, viewer=request.member)
    form = LeaveForm(request.POST if request.method == "POST" else None, initial={"how": Leaving.WELL})
    mine = sitting.place
    if form.is_valid():
        how = form.cleaned_data["how"]
        actions.leave_circle(
            sitting.going, mine=sitting.standing.mine, presence=mine, how=how, now=timezone.now()
        )
        return render(
            request, "circles/circle_left.html", {"sitting": sitting, "is_well": how == Leaving.WELL}
        )
    return _form(request, "circles/circle_leave.html", sitting, form)


def _form(request: HttpRequest, page: str, sitting: queries.Sitting, form: object) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, page, {"sitting": sitting, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def worry_detail(request: HttpRequest, worry_id: int) -> HttpResponse:
    """What somebody at the desk wrote after one left a circle in distress, and two ways to answer."""
    worry, now = queries.get_worry(worry_id, viewer=request.member), timezone.now()
    if request.method == "GET":
        return render(request, "circles/worry_detail.html", {"worry": worry})
    try:
        if request.POST.get("deed") == "talk":
            actions.ask_to_talk(worry, by=request.member, now=now)
            messages.success(
                request, _("Somebody will come as soon as they can. Until then, these lines are open.")
            )
            return redirect("help_now")
        actions.say_well(worry, by=request.member, now=now)
    except PermissionDenied:
        raise Http404 from None
    messages.success(request, _("Thank you for saying so."))
    return redirect("worry_detail", worry_id)
