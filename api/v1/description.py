"""The API described by itself: OpenAPI 3.1, put together from the operations and what every one of them can answer."""

from copy import deepcopy
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja.openapi import get_schema

from core.memory import Memory
from core.problems import KINDS, MEDIA_TYPE

EVERY = (
    "unreadable",
    "sign-in",
    "not-allowed",
    "scope",
    "agreement",
    "not-found",
    "method",
    "not-valid",
    "slow-down",
)
WRITES = ("conflict",)
WITH_BODY = ("too-large", "media-type")
PROBLEM = {"$ref": "#/components/schemas/Problem"}
TAG_HEADER = {
    "description": "Changes when the answer does; send it back in If-None-Match.",
    "schema": {"type": "string"},
}
RETRY_HEADER = {
    "description": "In how many seconds to try again.",
    "required": True,
    "schema": {"type": "integer"},
}
KEY_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Chosen by the program. Sent again with the same request within a day, nothing is done twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
KNOWN_HEADER = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of the answer the program has.",
    "schema": {"type": "string"},
}
# What leads on from what was made or read: {operation: {name: (operation, {parameter: where it is found})}}.
ID, NAME, SLUG = "$response.body#/id", "$response.body#/name", "$response.body#/slug"
_OF_THREAD = {
    name: {"thread_id": ID}
    for name in (
        "get_thread", "list_posts", "post_reply", "follow", "unfollow", "keep_reply_draft", "get_reply_draft",
        "drop_reply_draft", "lock_thread", "unlock_thread", "remove_thread", "unpin_update",
    )
}  # fmt: skip
_OF_POST = {
    name: {"post_id": ID}
    for name in (
        "get_post", "edit_post", "list_revisions", "bookmark", "unbookmark", "give_support", "take_support_back",
        "remove_post", "answer_care_about_post",
    )
}  # fmt: skip
_OF_CONVERSATION = {
    name: {"conversation_id": ID}
    for name in (
        "list_messages", "send_message", "read_messages", "choose_lifetime", "mute_conversation",
        "unmute_conversation", "end_conversation", "want_conversation_again", "want_conversation_no_more",
        "name_group", "invite", "send_voice_note", "hand_group_over", "leave_group", "answer_care_about_messages",
    )
}  # fmt: skip
_OF_MESSAGE = {
    name: {"message_id": ID}
    for name in ("get_message", "edit_message", "remove_message", "support_message", "unsupport_message")
}
_OF_ROOM = {
    name: {"room_id": ID}
    for name in (
        "get_room", "enter_room", "leave_room", "edit_room", "pause_room", "resume_room", "close_room", "reopen_room",
    )
}  # fmt: skip
_OF_SUPPORT_GROUP = {
    name: {"support_group_id": ID}
    for name in (
        "get_support_group", "ask_for_place", "list_support_group_members", "list_askers", "list_schedules",
        "plan_circles", "invite_to_support_group", "describe_support_group", "agree_again", "step_back",
        "leave_support_group", "close_support_group",
    )
}  # fmt: skip
LEADS_TO: dict[str, dict[str, dict[str, str]]] = {
    "start_thread": _OF_THREAD,
    "get_thread": _OF_THREAD,
    "post_reply": _OF_POST,
    "get_post": _OF_POST,
    "get_space": {
        name: {"slug": SLUG}
        for name in (
            "start_thread",
            "visit_space",
            "ask_to_enter",
            "leave_space",
            "list_requests",
            "keep_thread_draft",
            "get_thread_draft",
            "drop_thread_draft",
        )
    },
    "get_member": {
        name: {"name": NAME} for name in ("list_posts_of_member", "block", "unblock", "mute", "unmute")
    },
    "get_conversation": _OF_CONVERSATION,
    "make_group": _OF_CONVERSATION,
    "open_room": _OF_ROOM,
    "get_room": _OF_ROOM,
    "open_support_group": _OF_SUPPORT_GROUP,
    "get_support_group": _OF_SUPPORT_GROUP,
    "plan_circles": {name: {"schedule_id": ID} for name in ("get_schedule", "end_schedule")},
    "get_circle": {
        name: {"circle_id": ID} for name in ("sign_up_for_circle", "sign_off_from_circle", "call_circle_off")
    },
    "send_message": _OF_MESSAGE,
    "get_message": _OF_MESSAGE,
    "take_next": {name: {"talk_id": ID} for name in ("get_talk_now", "ask_to_pass_on", "note_for_lead")},
    "get_talk_now": {name: {"talk_id": ID} for name in ("answer_after_talk", "answer_passing_on")},
    "send_talk_request": {name: {"sent_id": ID} for name in ("get_sent_request", "take_request_back")},
    "make_token": {name: {"token_id": ID} for name in ("get_token", "revoke_token")},
}
_described = Memory(8)


def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the description, in the reader's language."""
    return JsonResponse(describe())


def describe() -> dict[str, Any]:
    """Return the whole description; remembered by language."""
    language = get_language()
    found: dict[str, Any] | None = _described.get(language)
    if found is None:
        found = _describe()
        _described.put(language, found)
    return found


def operations() -> dict[str, Any]:
    """Return every operation by its name, with what it needs."""
    from api.v1.app import api

    return {
        str(operation.operation_id): operation
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    }


def _describe() -> dict[str, Any]:
    from api.v1.app import api

    known = operations()
    told: dict[str, Any] = deepcopy(dict(get_schema(api, path_prefix="")))
    told["servers"] = [{"url": "/api/v1"}]
    told["components"]["schemas"]["Problem"] = _problem_shape()
    told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for methods in told["paths"].values():
        for method, each in methods.items():
            _complete(method, each, known[each["operationId"]])
    return told


def _complete(method: str, each: dict[str, Any], operation: Any) -> None:
    needs = operation.auth_callbacks[0]
    each["summary"] = str(each["summary"])
    each["security"] = [{"token": []}] + ([{}] if needs.strangers else [])
    each["x-scope"] = str(needs.scope)
    each.setdefault("parameters", []).append(KEY_HEADER if needs.is_write else KNOWN_HEADER)
    answers = {str(status): answer for status, answer in each["responses"].items()}
    for answer in answers.values():
        answer["description"] = each["summary"]
        if content := answer.pop("content", None):
            shape = content.popitem()[1]
            binary = {"schema": {"type": "string", "format": "binary"}}
            kinds = needs.media_type if isinstance(needs.media_type, tuple) else (needs.media_type,)
            answer["content"] = {kind: shape if kind == "application/json" else binary for kind in kinds}
    if not needs.is_write:
        answers["200"]["headers"] = {"ETag": TAG_HEADER}
        answers["304"] = {"description": "It is still what the program has."}
    names = (*EVERY, *(WRITES if needs.is_write else ()), *(WITH_BODY if "requestBody" in each else ()))
    each["responses"] = answers | _problems(names)
    if method == "get" and each["operationId"] == "listen":
        each["responses"] |= _problems(("restarting",))
        del answers["304"], answers["200"]["headers"]
    _add_links(each)


def _add_links(each: dict[str, Any]) -> None:
    links = {
        name: {"operationId": name, "parameters": parameters}
        for name, parameters in LEADS_TO.get(each["operationId"], {}).items()
        if name != each["operationId"]
    }
    for status in ("200", "201"):
        if links and status in each["responses"]:
            each["responses"][status]["links"] = links


def _problems(names: tuple[str, ...]) -> dict[str, Any]:
    """Return an answer for each status these problems have."""
    found: dict[str, Any] = {}
    for name in names:
        kind = KINDS[name]
        answer = found.setdefault(str(kind.status), {"description": str(kind.title)})
        answer["content"] = {MEDIA_TYPE: {"schema": PROBLEM}}
        if kind.status == 429:
            answer["headers"] = {"Retry-After": RETRY_HEADER}
    return found


def _problem_shape() -> dict[str, Any]:
    text = {"type": "string"}
    error = {
        "type": "object",
        "required": ["in", "field", "detail"],
        "properties": {"in": text, "field": text, "detail": text},
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "description": "What went wrong, as RFC 9457 says it; `type` is explained on the page /api/.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "enum": [kind.type for kind in KINDS.values()]},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {"type": "array", "items": error},
            "version": {"type": "integer"},
        },
        "additionalProperties": False,
    }
