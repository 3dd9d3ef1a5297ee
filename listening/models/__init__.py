"""Talking to somebody now: who waits, who listens, and what both say of it afterwards."""

from listening.models.listeners import MOST_AT_ONCE, LeadNote, ListenerSettings
from listening.models.talks import AWAY_AFTER, GONE_AFTER, Heard, Help, Passing, Safer, Talk

__all__ = [
    "AWAY_AFTER",
    "GONE_AFTER",
    "MOST_AT_ONCE",
    "Heard",
    "Help",
    "LeadNote",
    "ListenerSettings",
    "Passing",
    "Safer",
    "Talk",
]
