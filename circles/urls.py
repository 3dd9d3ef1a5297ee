"""Addresses of groups and circles. They are part of the interface and stay put."""

from django.urls import path

from circles.views import groups, holding

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
        "support-groups/<int:support_group_id>/members/", holding.group_members, name="support_group_members"
    ),
]
