"""Addresses of groups and circles. They are part of the interface and stay put."""

from django.urls import path

from circles.views import circles, groups, holding, holding_circles, meetings, records, rooms

urlpatterns = [
    path("support-groups/", groups.group_list, name="support_group_list"),
    path("support-groups/new/", holding.group_open, name="support_group_open"),
    path("support-groups/<int:support_group_id>/", groups.group_detail, name="support_group_detail"),
    path("support-groups/<int:support_group_id>/ask/", groups.group_ask, name="support_group_ask"),
    path(
        "support-groups/<int:support_group_id>/come-in/", groups.group_come_in, name="support_group_come_in"
    ),
    path("support-groups/<int:support_group_id>/let-go/", groups.group_let_go, name="support_group_let_go"),
    path("support-groups/<int:support_group_id>/agree/", groups.group_agree, name="support_group_agree"),
    path("support-groups/<int:support_group_id>/leave/", groups.group_leave, name="support_group_leave"),
    path("support-groups/<int:support_group_id>/edit/", holding.group_edit, name="support_group_edit"),
    path("support-groups/<int:support_group_id>/close/", holding.group_close, name="support_group_close"),
    path(
        "support-groups/<int:support_group_id>/take-on/", holding.group_take_on, name="support_group_take_on"
    ),
    path(
        "support-groups/<int:support_group_id>/members/", holding.group_members, name="support_group_members"
    ),
    path("support-groups/<int:support_group_id>/plan/", circles.group_plan, name="support_group_plan"),
    path("circles/", circles.circle_list, name="circle_list"),
    path("circles/calendar/", circles.calendar_feed, name="calendar_feed"),
    path("circles/<int:circle_id>/", circles.circle_detail, name="circle_detail"),
    path("circles/<int:circle_id>/sign-up/", circles.circle_sign_up, name="circle_sign_up"),
    path("circles/<int:circle_id>/sign-off/", circles.circle_sign_off, name="circle_sign_off"),
    path("circles/<int:circle_id>/cancel/", circles.circle_cancel, name="circle_cancel"),
    path("circles/<int:circle_id>/calendar.ics", circles.circle_file, name="circle_file"),
    path("support-groups/<int:support_group_id>/room/", rooms.group_room, name="support_group_room"),
    path("circles/<int:circle_id>/room/", meetings.circle_room, name="circle_room"),
    path("circles/<int:circle_id>/room/open/", meetings.circle_open, name="circle_open"),
    path("circles/<int:circle_id>/panel/", meetings.circle_panel, name="circle_panel"),
    path("circles/<int:circle_id>/turn/", meetings.circle_turn, name="circle_turn"),
    path("circles/<int:circle_id>/help/", meetings.circle_help, name="circle_help"),
    path("circles/<int:circle_id>/check-out/", meetings.circle_check_out, name="circle_check_out"),
    path("circles/<int:circle_id>/leave/", meetings.circle_leave, name="circle_leave"),
    path("circles/<int:circle_id>/hold/", holding_circles.circle_hold, name="circle_hold"),
    path(
        "circles/<int:circle_id>/remove/<int:presence_id>/",
        holding_circles.circle_remove,
        name="circle_remove",
    ),
    path("circles/<int:circle_id>/close/", holding_circles.circle_close, name="circle_close"),
    path("circles/<int:circle_id>/prepare/", records.circle_prepare, name="circle_prepare"),
    path("circles/<int:circle_id>/record/", records.circle_record, name="circle_record"),
    path("circles/asked-after/<int:worry_id>/", meetings.worry_detail, name="worry_detail"),
    path("schedules/<int:schedule_id>/end/", circles.schedule_end, name="schedule_end"),
    path("schedules/<int:schedule_id>/calendar.ics", circles.schedule_file, name="schedule_file"),
    path("calendar/<str:token>.ics", circles.calendar_read, name="calendar_read"),
]
