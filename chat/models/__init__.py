"""Conversations between two people who both said yes, and the requests they begin with."""

from chat.models.conversations import LENGTHS, Conversation, Lifetime, Seat
from chat.models.excerpts import Excerpt, ExcerptLine
from chat.models.messages import Message, Support
from chat.models.requests import Answer, FromWhom, Request, RequestSettings

__all__ = [
    "LENGTHS",
    "Answer",
    "Conversation",
    "Excerpt",
    "ExcerptLine",
    "FromWhom",
    "Lifetime",
    "Message",
    "Request",
    "RequestSettings",
    "Seat",
    "Support",
]
