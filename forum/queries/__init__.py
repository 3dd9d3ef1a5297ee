"""Reads of the forum, always for a viewer: a stranger is None."""

from forum.covers import leaves_out, may_read_quote
from forum.passages import passage_of
from forum.queries.feeds import FeedPage, ThreadRow, list_following, list_threads, list_unanswered
from forum.queries.helping import (
    Clock,
    get_offer,
    helper_settings_of,
    list_open_offers,
    list_waiting,
    reply_clock,
)
from forum.queries.posts import (
    PostPage,
    get_opening,
    get_picture,
    get_post,
    get_quotable,
    get_update,
    is_bookmarked,
    list_bookmarks,
    list_posts,
    list_posts_of,
    list_replies,
    list_revisions,
    list_supporters,
    own_support,
    page_start_of,
)
from forum.queries.reading import anonymous_name, composer_draft, list_drafts
from forum.queries.spaces import (
    get_space,
    list_requests,
    list_space_moderators,
    list_spaces,
    spaces_asked_for,
    spaces_for_rail,
    spaces_with_news,
)
from forum.queries.threads import Standing, get_standing, get_thread, visible_reply_count
from forum.queries.week import Waits, Week, covered_share, get_week, uncovered
from forum.search import Hit, SearchPage, search
from people.queries import is_covered

__all__ = [
    "Clock",
    "FeedPage",
    "Hit",
    "PostPage",
    "SearchPage",
    "Standing",
    "ThreadRow",
    "Waits",
    "Week",
    "anonymous_name",
    "composer_draft",
    "covered_share",
    "get_offer",
    "get_opening",
    "get_picture",
    "get_post",
    "get_quotable",
    "get_space",
    "get_standing",
    "get_thread",
    "get_update",
    "get_week",
    "helper_settings_of",
    "is_bookmarked",
    "is_covered",
    "leaves_out",
    "list_bookmarks",
    "list_drafts",
    "list_following",
    "list_open_offers",
    "list_posts",
    "list_posts_of",
    "list_replies",
    "list_requests",
    "list_revisions",
    "list_space_moderators",
    "list_spaces",
    "list_supporters",
    "list_threads",
    "list_unanswered",
    "list_waiting",
    "may_read_quote",
    "own_support",
    "page_start_of",
    "passage_of",
    "reply_clock",
    "search",
    "spaces_asked_for",
    "spaces_for_rail",
    "spaces_with_news",
    "uncovered",
    "visible_reply_count",
]
