"""Circles of one's support groups: when they are, signing up for them, planning them, one's own calendar."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status

from api.actions import Written
from api.v1.areas.holding import held
from api.v1.refusals import checked
from api.v1.routing import answer_with, carry_out, hands_out, reads, writes
from api.v1.shapes.basics import Id, minute
from api.v1.shapes.circles import (
    CalendarOut,
    CircleOut,
    Circles,
    NewCalendar,
    ScheduleOut,
    Schedules,
    ScheduleWanted,
)
from circles import actions, queries
from circles.forms import ScheduleForm

router = Router(tags=["support groups"])


@reads(
    router, "/circles", _("See the circles to come of your support groups, the next first."), gives=Circles
)
def list_circles(request: Any) -> Any:
    now = timezone.now()
    return {"items": [CircleOut.of(each, now=now) for each in queries.list_coming(request.member, now=now)]}


@reads(router, "/circles/{circle_id}", _("See one circle."), gives=CircleOut, shows="circle")
def get_circle(request: Any, circle_id: Id) -> Any:
    return CircleOut.of(queries.get_circle(circle_id, viewer=request.member), now=timezone.now())


@writes(
    router,
    "PUT",
    "/circles/{circle_id}/seat",
    _("Sign up for a circle, or get in line where every seat is taken."),
    gives=CircleOut,
)
def sign_up_for_circle(request: Any, circle_id: Id) -> Written:
    standing = queries.get_circle(circle_id, viewer=request.member)
    actions.sign_up(standing.circle, mine=standing.mine, now=timezone.now())
    return Written(200, "circle", str(circle_id))


@writes(
    router,
    "DELETE",
    "/circles/{circle_id}/seat",
    _("Say that you cannot come; nobody is asked why."),
    gives=CircleOut,
)
def sign_off_from_circle(request: Any, circle_id: Id) -> Written:
    standing = queries.get_circle(circle_id, viewer=request.member)
    actions.sign_off(standing.circle, mine=standing.mine, now=timezone.now())
    return Written(200, "circle", str(circle_id))


@writes(
    router, "DELETE", "/circles/{circle_id}", _("Call a circle of a group you hold off."), gives=CircleOut
)
def call_circle_off(request: Any, circle_id: Id) -> Written:
    circle = queries.get_circle(circle_id, viewer=request.member).circle
    actions.cancel_circle(circle, by=request.member, now=timezone.now())
    return Written(200, "circle", str(circle_id))


@reads(
    router,
    "/support-groups/{support_group_id}/schedules",
    _("See when a support group you may know of meets."),
    gives=Schedules,
)
def list_schedules(request: Any, support_group_id: Id) -> Any:
    group = queries.get_standing(support_group_id, viewer=request.member).group
    meets = queries.list_meets(group, viewer=request.member, now=timezone.now())
    return {"items": [ScheduleOut.of(each.schedule) for each in meets]}


@reads(
    router,
    "/schedules/{schedule_id}",
    _("See when a support group you are in meets."),
    gives=ScheduleOut,
    shows="schedule",
)
def get_schedule(request: Any, schedule_id: Id) -> Any:
    return ScheduleOut.of(queries.get_schedule(schedule_id, viewer=request.member))


@writes(
    router,
    "POST",
    "/support-groups/{support_group_id}/schedules",
    _("Plan circles of a support group you hold."),
    gives=ScheduleOut,
    status=201,
)
def plan_circles(request: Any, support_group_id: Id, body: ScheduleWanted) -> Written:
    group = held(request, support_group_id)
    said = checked(ScheduleForm(body.model_dump(), group=group))
    schedule = actions.plan_circles(group, by=request.member, now=timezone.now(), **said)
    return Written(201, "schedule", str(schedule.pk))


@writes(
    router,
    "DELETE",
    "/schedules/{schedule_id}",
    _("Meet no more at an hour; what was planned is called off."),
    gives=ScheduleOut,
)
def end_schedule(request: Any, schedule_id: Id) -> Written:
    schedule = queries.get_schedule(schedule_id, viewer=request.member)
    actions.end_schedule(schedule, by=request.member, now=timezone.now())
    return Written(200, "schedule", str(schedule_id))


@reads(
    router,
    "/calendar",
    _("See whether a calendar program may ask when your circles are."),
    gives=CalendarOut,
    shows="calendar",
)
def get_calendar(request: Any) -> Any:
    feed = queries.feed_of(request.member)
    return {"since": minute(feed.made_at) if feed else None}


@hands_out(
    router,
    "/calendar",
    _("Make an address for your own calendar program; the one before it leads nowhere any more."),
    gives=NewCalendar,
)
def make_calendar_address(request: Any) -> Any:
    made: list[str] = []

    def make() -> Written:
        secret = actions.make_feed(request.member, now=timezone.now())
        made.append(request.build_absolute_uri(f"/calendar/{secret}.ics"))
        return Written(201, "calendar")

    status = answer_with(request, carry_out(request, make))
    return Status(status.status_code, {**status.value, "address": made[0] if made else None})


@writes(router, "DELETE", "/calendar", _("Have the address for your calendar lead nowhere."))
def revoke_calendar_address(request: Any) -> None:
    actions.revoke_feed(request.member)
