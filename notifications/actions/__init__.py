"""Writes about notices."""

from notifications.actions.choices import choose, mail_works_again, send_to_try, stop_mail
from notifications.actions.devices import UnknownService, allow_device, take_back_device
from notifications.actions.letters import (
    delete_old_letters,
    note_bounce,
    rescue_letters,
    send_letter,
    send_letters,
    try_given_up,
)
from notifications.actions.notices import (
    delete_old_notices,
    mark_all_read,
    mark_read,
    mark_subjects_read,
    notify,
)

__all__ = [
    "UnknownService",
    "allow_device",
    "choose",
    "delete_old_letters",
    "delete_old_notices",
    "mail_works_again",
    "mark_all_read",
    "mark_read",
    "mark_subjects_read",
    "note_bounce",
    "notify",
    "rescue_letters",
    "send_letter",
    "send_letters",
    "send_to_try",
    "stop_mail",
    "take_back_device",
    "try_given_up",
]
