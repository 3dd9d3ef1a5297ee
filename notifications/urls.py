"""Addresses of a member's notices, and of what leaves this place because of them."""

from django.urls import path

from notifications.views import choices, notices

urlpatterns = [
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/<int:notice_id>/", notices.notice_open, name="notice_open"),
    path("account/notices/", choices.notice_choices, name="notice_choices"),
    path("account/notices/try/", choices.notice_try, name="notice_try"),
    path("account/notices/mail-works/", choices.mail_works, name="mail_works"),
    path("account/notices/devices/", choices.device_allow, name="device_allow"),
    path("account/notices/devices/<int:number>/remove/", choices.device_take_back, name="device_take_back"),
    path("notes/stop/<str:token>/", choices.notes_stop, name="notes_stop"),
    path("operator/notes/", choices.operator_notes, name="operator_notes"),
]
