"""Tells conversations who is there for others by their role; how members met it does not know."""

from chat.meetings import Acquaintance
from people.permissions import has_role_for

AT_WORK = Acquaintance(
    has_answered=lambda member, other: False,
    share_a_place=lambda one, other: False,
    where_met=lambda one, other, viewer: None,
    helps=lambda member: has_role_for(member, "take_listening_shifts"),
)
