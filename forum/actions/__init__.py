"""Writes: the only code that changes the forum's tables."""

from forum.actions.care import ask_for_help_with_answering, ask_to_talk, put_care_away, say_safe
from forum.actions.deciding import close_thread, open_thread, take_down
from forum.actions.drafts import drop_draft, save_draft
from forum.actions.edits import EditConflict, edit_post
from forum.actions.group_spaces import (
    close_group_space,
    describe_group_space,
    enter_group_space,
    leave_group_space,
    open_group_space,
)
from forum.actions.helping import save_helper_settings, stop_helping
from forum.actions.looking import read_history
from forum.actions.moderation import hide_post, lock_thread_of, restore_post, unlock_thread_of
from forum.actions.offers import let_go, offer_waiting, set_offer_waits
from forum.actions.posts import pin_update, remove_post, unpin_update
from forum.actions.reading import bookmark, follow, mark_seen, unbookmark, unfollow, visit_space
from forum.actions.replies import post_reply
from forum.actions.spaces import (
    admit,
    appoint_moderator,
    archive_space,
    ask_to_enter,
    create_space,
    dismiss_moderator,
    edit_space,
    leave_space,
    reopen_space,
    turn_away,
)
from forum.actions.support import toggle_support
from forum.actions.threads import ThreadClosed, lock_thread, remove_thread, start_thread, unlock_thread
from forum.actions.writing import someone_is_writing

__all__ = [
    "EditConflict",
    "ThreadClosed",
    "admit",
    "appoint_moderator",
    "archive_space",
    "ask_for_help_with_answering",
    "ask_to_enter",
    "ask_to_talk",
    "bookmark",
    "close_group_space",
    "close_thread",
    "create_space",
    "describe_group_space",
    "dismiss_moderator",
    "drop_draft",
    "edit_post",
    "edit_space",
    "enter_group_space",
    "follow",
    "hide_post",
    "leave_group_space",
    "leave_space",
    "let_go",
    "lock_thread",
    "lock_thread_of",
    "mark_seen",
    "offer_waiting",
    "open_group_space",
    "open_thread",
    "pin_update",
    "post_reply",
    "put_care_away",
    "read_history",
    "remove_post",
    "remove_thread",
    "reopen_space",
    "restore_post",
    "save_draft",
    "save_helper_settings",
    "say_safe",
    "set_offer_waits",
    "someone_is_writing",
    "start_thread",
    "stop_helping",
    "take_down",
    "toggle_support",
    "turn_away",
    "unbookmark",
    "unfollow",
    "unlock_thread",
    "unlock_thread_of",
    "unpin_update",
    "visit_space",
]
