"""Circles as members meet them: what comes, signing up, calling off, and one's own calendar."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from circles import actions, queries
from circles.calendars import file_of_circles, file_of_schedule
from circles.forms import ScheduleForm
from people.access import member_required

CALENDAR = "text/calendar; charset=utf-8"


@require_GET
@member_required
def circle_list(request: HttpRequest) -> HttpResponse:
    """The circles to come of all one's groups."""
    now = timezone.now()
    coming = queries.list_coming(request.member, now=now)
    return render(request, "circles/circle_list.html", {"coming": coming, "now": now})


@require_GET
@member_required
def circle_detail(request: HttpRequest, circle_id: int) -> HttpResponse:
    """One circle: when it is, and whether there is room."""
    standing = queries.get_circle(circle_id, viewer=request.member)
    facts = {"standing": standing, "is_over": standing.is_over(timezone.now())}
    return render(request, "circles/circle_detail.html", facts)


@require_POST
@member_required
def circle_sign_up(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Sign up, or get in line where every seat is taken."""
    standing = queries.get_circle(circle_id, viewer=request.member)
    try:
        seat = actions.sign_up(standing.circle, mine=standing.mine, now=timezone.now())
    except actions.CircleOver:
        messages.warning(request, _("This circle is over, or was called off."))
        return redirect(standing.circle)
    told = (
        _("There is a seat for you.")
        if seat.confirmed_at
        else _("Every seat is taken. You are in line for one.")
    )
    messages.success(request, told)
    return redirect(standing.circle)


@require_POST
@member_required
def circle_sign_off(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Say that one cannot come."""
    standing = queries.get_circle(circle_id, viewer=request.member)
    actions.sign_off(standing.circle, mine=standing.mine, now=timezone.now())
    messages.success(request, _("Done. Nobody asks you why."))
    return redirect(standing.circle)


@require_http_methods(["GET", "POST"])
@member_required
def circle_cancel(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Ask once, saying what it does; then call the circle off."""
    standing = queries.get_circle(circle_id, viewer=request.member)
    if not standing.holds or standing.is_over(timezone.now()):
        raise Http404
    if request.method == "GET":
        return render(request, "circles/circle_cancel.html", {"standing": standing})
    actions.cancel_circle(standing.circle, by=request.member, now=timezone.now())
    messages.success(request, _("Called off. Those who signed up are told."))
    return redirect(standing.group)


@require_http_methods(["GET", "POST"])
@member_required
def group_plan(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """When the group meets: what is planned, one more, one no more."""
    group, now = queries.get_held(support_group_id, viewer=request.member).group, timezone.now()
    form = ScheduleForm(request.POST if "first_date" in request.POST else None, group=group)
    if form.is_valid():
        actions.plan_circles(group, by=request.member, now=now, **form.cleaned_data)
        messages.success(request, _("Planned."))
        return redirect("support_group_plan", support_group_id)
    facts = {"group": group, "form": form, "meets": queries.list_meets(group, viewer=request.member, now=now)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "circles/group_plan.html", facts, status=status)


@require_POST
@member_required
def schedule_end(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Meet no more at this hour."""
    schedule = queries.get_schedule(schedule_id, viewer=request.member)
    queries.get_held(schedule.group_id, viewer=request.member)
    actions.end_schedule(schedule, by=request.member, now=timezone.now())
    messages.success(request, _("Called off. Those who signed up are told."))
    return redirect("support_group_plan", schedule.group_id)


# ---- calendars


@require_GET
@member_required
def circle_file(request: HttpRequest, circle_id: int) -> HttpResponse:
    """One circle for a calendar."""
    circle = queries.get_circle(circle_id, viewer=request.member).circle
    return _file(file_of_circles([circle]))


@require_GET
@member_required
def schedule_file(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """When a group meets, for a calendar."""
    schedule = queries.get_schedule(schedule_id, viewer=request.member)
    cancelled = queries.list_cancelled(schedule)
    return _file(file_of_schedule(schedule, cancelled=cancelled, now=timezone.now()))


@require_http_methods(["GET", "POST"])
@member_required
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The address for one's own calendar: made anew and shown once, or taken back."""
    address = ""
    if "make" in request.POST:
        secret = actions.make_feed(request.member, now=timezone.now())
        address = request.build_absolute_uri(f"/calendar/{secret}.ics")
    elif request.method == "POST":
        actions.revoke_feed(request.member)
        messages.success(request, _("The address leads nowhere any more."))
        return redirect("calendar_feed")
    facts = {"feed": queries.feed_of(request.member), "address": address}
    return render(request, "circles/calendar_feed.html", facts)


@require_GET
def calendar_read(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads: no cookie and no name, the address is the key."""
    return _file(file_of_circles(queries.circles_in_feed(token, now=timezone.now())))


def _file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=CALENDAR)
    response["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
