"""Addresses of conversations. They are part of the interface and stay put."""

from django.urls import path

from chat.views import attachments, care, conversations, deciding, groups, messages, requests, rooms

urlpatterns = [
    path("conversations/", conversations.conversation_list, name="conversation_list"),
    path("conversations/search/", conversations.conversation_search, name="conversation_search"),
    path("conversations/requests/care/", care.requests_care, name="requests_care"),
    path("conversations/requests/<int:request_id>/", requests.request_detail, name="request_detail"),
    path(
        "conversations/requests/<int:request_id>/take-back/",
        requests.request_take_back,
        name="request_take_back",
    ),
    path(
        "conversations/<int:conversation_id>/", conversations.conversation_detail, name="conversation_detail"
    ),
    path("conversations/<int:conversation_id>/care/", care.conversation_care, name="conversation_care"),
    path("conversations/<int:conversation_id>/messages/", messages.message_list, name="message_list"),
    path(
        "conversations/<int:conversation_id>/choices/",
        conversations.conversation_choices,
        name="conversation_choices",
    ),
    path("conversations/<int:conversation_id>/end/", conversations.conversation_end, name="conversation_end"),
    path(
        "conversations/<int:conversation_id>/again/",
        conversations.conversation_again,
        name="conversation_again",
    ),
    path(
        "conversations/<int:conversation_id>/report/",
        conversations.conversation_report,
        name="conversation_report",
    ),
    path(
        "conversations/<int:conversation_id>/writing/",
        conversations.conversation_writing,
        name="conversation_writing",
    ),
    path("groups/new/", groups.group_create, name="group_create"),
    path("conversations/<int:group_id>/people/", groups.group_people, name="group_people"),
    path("conversations/<int:group_id>/name/", groups.group_name, name="group_name"),
    path("conversations/<int:group_id>/keeper/", groups.group_keeper, name="group_keeper"),
    path("conversations/<int:group_id>/leave/", groups.group_leave, name="group_leave"),
    path("rooms/", rooms.room_list, name="room_list"),
    path("rooms/in/<slug:place>/", rooms.room_create, name="room_create"),
    path("rooms/<int:room_id>/settings/", rooms.room_settings, name="room_settings"),
    path("rooms/<int:room_id>/pause/", rooms.room_pause, name="room_pause"),
    path("rooms/<int:room_id>/close/", rooms.room_close, name="room_close"),
    path("rooms/<int:room_id>/leave/", rooms.room_leave, name="room_leave"),
    path("messages/<int:message_id>/take-down/", deciding.message_take_down, name="message_take_down"),
    path("conversations/files/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path("conversations/shown/<uuid:file_id>/", attachments.excerpt_file, name="excerpt_file"),
    path("messages/<int:message_id>/", messages.message_detail, name="message_detail"),
    path("messages/<int:message_id>/edit/", messages.message_edit, name="message_edit"),
    path("messages/<int:message_id>/remove/", messages.message_remove, name="message_remove"),
    path("messages/<int:message_id>/support/", messages.message_support, name="message_support"),
    path("members/<str:name>/write/", requests.member_write, name="member_write"),
    path("account/conversations/", requests.from_whom, name="from_whom"),
]
