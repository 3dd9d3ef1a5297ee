"""Reads about people, always for a viewer."""

from people.queries.agreements import current_agreement, current_agreement_id
from people.queries.files import KeptFiles, kept_files, size_of_files
from people.queries.here import are_here, note_here
from people.queries.leaving import closing_choice, get_export, get_receipt, reference_hash, what_stays
from people.queries.members import (
    apart_from,
    find_members,
    get_member,
    has_blocked,
    is_name_free,
    list_distances,
    list_free_suggestions,
    members_by_ids,
    profile_of,
    public_profile,
    sees_no_trace_of,
)
from people.queries.second_steps import (
    app_code,
    get_address,
    has_passkey,
    has_second_step,
    list_second_steps,
    recovery_codes_left,
)
from people.queries.tokens import Bearer, get_bearer, get_token, list_tokens
from people.queries.topics import (
    describe_notes,
    is_covered,
    list_topics,
    pack_notes,
    topic_names,
    unpack_notes,
)
from people.queries.viewers import (
    Viewer,
    forget_viewer,
    get_device,
    get_viewer,
    list_devices,
    viewer_in_session,
    viewer_of_session,
)

__all__ = [
    "Bearer",
    "KeptFiles",
    "Viewer",
    "apart_from",
    "app_code",
    "are_here",
    "closing_choice",
    "current_agreement",
    "current_agreement_id",
    "describe_notes",
    "find_members",
    "forget_viewer",
    "get_address",
    "get_bearer",
    "get_device",
    "get_export",
    "get_member",
    "get_receipt",
    "get_token",
    "get_viewer",
    "has_blocked",
    "has_passkey",
    "has_second_step",
    "is_covered",
    "is_name_free",
    "kept_files",
    "list_devices",
    "list_distances",
    "list_free_suggestions",
    "list_second_steps",
    "list_tokens",
    "list_topics",
    "members_by_ids",
    "note_here",
    "pack_notes",
    "profile_of",
    "public_profile",
    "recovery_codes_left",
    "reference_hash",
    "sees_no_trace_of",
    "size_of_files",
    "topic_names",
    "unpack_notes",
    "viewer_in_session",
    "viewer_of_session",
    "what_stays",
]
