"""What each role may do: one table, and one question to ask it."""

from people.models import Member, Role

_EVERY_MEMBER = {
    "read_members_spaces",
    "post",
    "give_support",
    "add_pictures",
    "report",
}
_LISTENER = _EVERY_MEMBER | {
    "take_listening_shifts",
    "see_waiting_times",
}
_MODERATOR = _EVERY_MEMBER | {
    "moderate_any_space",
    "remove_posts",
    "lock_threads",
    "see_history",
    "handle_reports",
    "take_listening_shifts",
    "see_waiting_times",
    "see_the_week",
    "open_groups",
}
_CLINICIAN = _EVERY_MEMBER | {
    "offer_sessions",
    "see_waiting_times",
}
_OPERATOR = _MODERATOR | {
    "create_spaces",
    "edit_topics",
    "edit_agreement",
    "edit_community",
    "set_roles",
    "see_audit",
    "handle_escalations",
    "set_clocks",
    "plan_rota",
    "name_lead",
    "edit_protocols",
}

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.MEMBER: frozenset(_EVERY_MEMBER),
    Role.LISTENER: frozenset(_LISTENER),
    Role.MODERATOR: frozenset(_MODERATOR),
    Role.CLINICIAN: frozenset(_CLINICIAN),
    Role.OPERATOR: frozenset(_OPERATOR),
}
# Whoever has one of these acts as an ordinary member until they have passed the second step.
STAFF_ROLES = frozenset({Role.MODERATOR, Role.CLINICIAN, Role.OPERATOR})
_WHILE_RESTING = frozenset(_LISTENER)
KNOWN = frozenset().union(*PERMISSIONS.values())


def allows(member: Member | None, permission: str) -> bool:
    """Tell whether this member's role has the permission; a stranger has none. A misspelt one is an error.

    While a member's powers rest, only what listeners may is left of them.
    """
    if permission not in KNOWN:
        raise LookupError(f"there is no permission called {permission!r}")
    if member is None or (member.powers_rest and permission not in _WHILE_RESTING):
        return False
    return has_role_for(member, permission)


def has_role_for(member: Member, permission: str) -> bool:
    """Tell whether this member's role has the permission, whether or not their powers rest."""
    return permission in PERMISSIONS.get(member.role, frozenset())
