"""Reads about notices, always for the member they belong to."""

from notifications.queries.letters import (
    Chosen,
    Sending,
    count_for,
    get_settings,
    list_choices,
    list_devices,
    sending,
)
from notifications.queries.notices import (
    PAGE_SIZE,
    ReadableNotice,
    count_readable,
    get_notice,
    has_unread,
    list_notices,
    only_readable,
)

__all__ = [
    "PAGE_SIZE",
    "Chosen",
    "ReadableNotice",
    "Sending",
    "count_for",
    "count_readable",
    "get_notice",
    "get_settings",
    "has_unread",
    "list_choices",
    "list_devices",
    "list_notices",
    "only_readable",
    "sending",
]
