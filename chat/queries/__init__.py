"""Reads about conversations, always for one of the two."""

from chat.queries.conversations import (
    Standing,
    conversations_of,
    find_standing,
    get_standing,
    has_news,
    has_unread,
    list_conversations,
)
from chat.queries.messages import (
    PAGE_SIZE,
    ShownMessage,
    around,
    get_message,
    list_messages,
    list_newer,
    messages_in,
    needs_care,
    show,
)
from chat.queries.requests import (
    find_request,
    find_sent,
    from_whom,
    get_request,
    get_sent,
    list_sent,
    list_set_aside,
    open_between,
    requests_for,
)
from chat.queries.search import Hit, search_messages

__all__ = [
    "PAGE_SIZE",
    "Hit",
    "ShownMessage",
    "Standing",
    "around",
    "conversations_of",
    "find_request",
    "find_sent",
    "find_standing",
    "from_whom",
    "get_message",
    "get_request",
    "get_sent",
    "get_standing",
    "has_news",
    "has_unread",
    "list_conversations",
    "list_messages",
    "list_newer",
    "list_sent",
    "list_set_aside",
    "messages_in",
    "needs_care",
    "open_between",
    "requests_for",
    "search_messages",
    "show",
]
