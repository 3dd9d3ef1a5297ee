"""Names people are known by: how they compare, which are allowed, and which we offer. No database here."""

from people.names.aliases import alias_for, is_alias_like
from people.names.checks import NAME_MAX_LENGTH, NameProblem, check_name
from people.names.hints import identity_hint
from people.names.keys import look_keys, name_key
from people.names.suggestions import suggest_names

__all__ = [
    "NAME_MAX_LENGTH",
    "NameProblem",
    "alias_for",
    "check_name",
    "identity_hint",
    "is_alias_like",
    "look_keys",
    "name_key",
    "suggest_names",
]
