"""The description drawn for people: what the readable page shows of every operation."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from api.v1.description import describe, operations
from core.problems import KINDS, Kind

TITLES = {
    "tokens": _("Signing in"),
    "me": _("You"),
    "members": _("Other members"),
    "spaces": _("Spaces"),
    "threads": _("Threads"),
    "posts": _("Posts"),
    "drafts": _("Drafts"),
    "conversations": _("Conversations"),
    "support groups": _("Support groups"),
    "now": _("Talking to someone now"),
    "notices": _("Notices"),
    "events": _("What happens as it happens"),
    "place": _("This place"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a program can give: where, and of which type."""

    name: str
    type: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One operation as the page shows it. `gives` is the names of what it answers with."""

    name: str
    method: str
    path: str
    says: str
    scope: str
    is_for_strangers: bool
    asked: list[Field]
    body: list[Field]
    gives: list[Field]


@dataclass(frozen=True, slots=True)
class Area:
    """Operations that belong together."""

    name: str
    title: Any
    operations: list[Shown]


def list_areas() -> list[Area]:
    """Return everything the API can do, in its order."""
    told, known = describe(), operations()
    shown: dict[str, list[Shown]] = {name: [] for name in TITLES}
    for path, methods in told["paths"].items():
        for method, each in methods.items():
            shown[each["tags"][0]].append(_show(told, path, method, each, known[each["operationId"]]))
    return [Area(name, TITLES[name], found) for name, found in shown.items()]


def list_problems() -> list[Kind]:
    """Return every kind of problem."""
    return list(KINDS.values())


def _show(told: dict[str, Any], path: str, method: str, each: dict[str, Any], operation: Any) -> Shown:
    needs = operation.auth_callbacks[0]
    asked = [
        Field(one["name"], _type(one["schema"]), one["required"])
        for one in each["parameters"]
        if one["in"] == "query"
    ]
    body = each.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answer = next(iter(each["responses"].values())).get("content", {}).get("application/json", {})
    return Shown(
        each["operationId"], method.upper(), path, each["summary"], needs.scope, needs.strangers, asked,
        _fields(told, body), _fields(told, answer.get("schema", {})),
    )  # fmt: skip


def _fields(told: dict[str, Any], schema: dict[str, Any]) -> list[Field]:
    shape = _resolved(told, schema)
    return [
        Field(name, _type(facts), name in shape.get("required", ()))
        for name, facts in shape.get("properties", {}).items()
    ]


def _resolved(told: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = told["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _type(schema: dict[str, Any]) -> str:
    """Return a type in a word or two, as JSON knows it."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("type", "any"))
