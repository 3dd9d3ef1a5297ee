"""Notices, what members chose to hear of and where, and what leaves the product because of it."""

from notifications.models.choices import NoticeChoice, NoticeSettings, Rhythm
from notifications.models.devices import PushDevice
from notifications.models.letters import Channel, Letter, LetterState
from notifications.models.notices import Notice, NoticeQuerySet

__all__ = [
    "Channel",
    "Letter",
    "LetterState",
    "Notice",
    "NoticeChoice",
    "NoticeQuerySet",
    "NoticeSettings",
    "PushDevice",
    "Rhythm",
]
