"""Addresses of a member's notices."""

from django.urls import path

from notifications import views

urlpatterns = [
    path("notices/", views.notice_list, name="notice_list"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<int:notice_id>/", views.notice_open, name="notice_open"),
]
