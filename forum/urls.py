"""Addresses of the forum. They are part of the interface and stay put."""

from django.urls import path

from forum.views import care, drafts, helping, pictures, posts, replies, search, spaces, threads, week

urlpatterns = [
    path("spaces/", spaces.space_list, name="space_list"),
    path("spaces/<slug:slug>/", spaces.space_detail, name="space_detail"),
    path("spaces/<slug:slug>/new/", threads.thread_create, name="thread_create"),
    path("spaces/<slug:slug>/ask/", spaces.space_ask, name="space_ask"),
    path("spaces/<slug:slug>/requests/", spaces.space_requests, name="space_requests"),
    path("unanswered/", threads.unanswered, name="unanswered"),
    path("helping/", helping.helping, name="helping"),
    path("helping/settings/", helping.helper_settings, name="helper_settings"),
    path("helping/offers/<int:offer_id>/let-go/", helping.offer_let_go, name="offer_let_go"),
    path("staff/week/", week.staff_week, name="staff_week"),
    path("following/", threads.following, name="following"),
    path("bookmarks/", posts.bookmark_list, name="bookmark_list"),
    path("threads/<int:thread_id>/", threads.thread_detail, name="thread_detail"),
    path("threads/<int:thread_id>/replies/", replies.replies, name="replies"),
    path("threads/<int:thread_id>/follow/", threads.thread_follow, name="thread_follow"),
    path("threads/<int:thread_id>/lock/", threads.thread_lock, name="thread_lock"),
    path("threads/<int:thread_id>/writing/", threads.thread_writing, name="thread_writing"),
    path("posts/<int:post_id>/", posts.post_detail, name="post_detail"),
    path("posts/<int:post_id>/fragment/", posts.post_fragment, name="post_fragment"),
    path("posts/<int:post_id>/edit/", posts.post_edit, name="post_edit"),
    path("posts/<int:post_id>/remove/", posts.post_remove, name="post_remove"),
    path("posts/<int:post_id>/history/", posts.post_history, name="post_history"),
    path("posts/<int:post_id>/care/", care.post_care, name="post_care"),
    path("posts/<int:post_id>/support/", posts.post_support, name="post_support"),
    path("posts/<int:post_id>/bookmark/", posts.post_bookmark, name="post_bookmark"),
    path("posts/<int:post_id>/pin/", posts.post_pin, name="post_pin"),
    path("pictures/<uuid:picture_id>/", pictures.picture, name="picture"),
    path("drafts/", drafts.draft_save, name="draft_save"),
    path("search/", search.search_page, name="search"),
    path("operator/offers/", helping.operator_offers, name="operator_offers"),
    path("operator/spaces/", spaces.operator_spaces, name="operator_spaces"),
    path("operator/spaces/new/", spaces.operator_space_create, name="operator_space_create"),
    path("operator/spaces/<slug:slug>/", spaces.operator_space, name="operator_space"),
]
