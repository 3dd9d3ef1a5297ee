"""Conversations of people who all said yes, and the requests they begin with."""

from chat.models.conversations import LENGTHS, MOST_IN_A_GROUP, Conversation, Kind, Lifetime, Seat
from chat.models.excerpts import Excerpt, ExcerptLine
from chat.models.messages import Message, Support
from chat.models.requests import Answer, FromWhom, Request, RequestSettings

__all__ = [
    "LENGTHS",
    "MOST_IN_A_GROUP",
    "Answer",
    "Conversation",
    "Excerpt",
    "ExcerptLine",
    "FromWhom",
    "Kind",
    "Lifetime",
    "Message",
    "Request",
    "RequestSettings",
    "Seat",
    "Support",
]
