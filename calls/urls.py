"""Addresses of calls. They are part of the interface and stay put."""

import re

from django.urls import path

from calls import views

# What the browsers of a call do by themselves: it can wait when somebody is about to come in (config.lane).
CAN_WAIT = re.compile(r"/calls/mine/([\w-]{16,32})/(?:exchange|here)/")
# Somebody waits for this; where many come at once, they are let in together.
COMES = re.compile(r"/calls/[\w-]{1,24}/\d{1,18}/join/")

urlpatterns = [
    path("calls/mine/<str:own_ref>/exchange/", views.call_exchange, name="call_exchange"),
    path("calls/mine/<str:own_ref>/here/", views.call_here, name="call_here"),
    path("calls/<slug:venue_kind>/<int:venue_id>/", views.call_room, name="call_room"),
    path("calls/<slug:venue_kind>/<int:venue_id>/join/", views.call_join, name="call_join"),
    path("calls/mine/<str:own_ref>/renew/", views.call_renew, name="call_renew"),
    path("calls/mine/<str:own_ref>/media/", views.call_media, name="call_media"),
    path("calls/mine/<str:own_ref>/leave/", views.call_leave, name="call_leave"),
    path("calls/mine/<str:own_ref>/host/", views.call_host, name="call_host"),
    path("operator/calls/", views.operator_calls, name="operator_calls"),
]
