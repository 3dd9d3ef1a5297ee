"""Accounts sign in, members are seen; the link between the two stays in this app."""

from people.models.accounts import Account, Device
from people.models.addresses import RecoveryAddress
from people.models.agreements import Acceptance, Agreement
from people.models.distance import Block, Mute
from people.models.leaving import ClosedName, Closing, ClosingChoice, Export
from people.models.members import Audience, FormerName, Member, Role
from people.models.tokens import AccessToken, Scope
from people.models.topics import Topic, TopicChoice

__all__ = [
    "Acceptance",
    "AccessToken",
    "Account",
    "Agreement",
    "Audience",
    "Block",
    "ClosedName",
    "Closing",
    "ClosingChoice",
    "Device",
    "Export",
    "FormerName",
    "Member",
    "Mute",
    "RecoveryAddress",
    "Role",
    "Scope",
    "Topic",
    "TopicChoice",
]
