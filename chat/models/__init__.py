"""Conversations of people who all said yes, the requests they begin with, and rooms."""

from chat.models.attachments import Attachment, AttachmentKind, ExcerptFile
from chat.models.conversations import LENGTHS, MOST_IN_A_GROUP, Conversation, Kind, Lifetime, Seat
from chat.models.excerpts import Excerpt, ExcerptLine
from chat.models.messages import Message, Support
from chat.models.requests import Answer, FromWhom, Request, RequestSettings
from chat.models.rooms import Room

__all__ = [
    "LENGTHS",
    "MOST_IN_A_GROUP",
    "Answer",
    "Attachment",
    "AttachmentKind",
    "Conversation",
    "Excerpt",
    "ExcerptFile",
    "ExcerptLine",
    "FromWhom",
    "Kind",
    "Lifetime",
    "Message",
    "Request",
    "RequestSettings",
    "Room",
    "Seat",
    "Support",
]
