"""Addresses of talking to somebody now. They are part of the interface and stay put."""

from django.urls import path

from listening.views import listeners, members, talks

urlpatterns = [
    path("now/", members.now, name="now"),
    path("now/leave/", members.now_leave, name="now_leave"),
    path("now/<int:talk_id>/", talks.talk_part, name="talk_part"),
    path("now/<int:talk_id>/pass/", talks.talk_pass, name="talk_pass"),
    path("now/<int:talk_id>/after/", talks.talk_after, name="talk_after"),
    path("now/<int:talk_id>/note/", talks.talk_note, name="talk_note"),
    path("listening/", listeners.listening, name="listening"),
    path("listening/next/", listeners.listening_next, name="listening_next"),
    path("listening/limit/", listeners.listening_limit, name="listening_limit"),
    path("listening/notes/", listeners.listening_notes, name="listening_notes"),
]
