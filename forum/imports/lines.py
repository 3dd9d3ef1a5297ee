"""The lines of an import file: what each may say, checked one by one. docs/importing.md describes them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from core.text import TextProblem, clean_line, clean_text
from forum.models.spaces import Access
from forum.models.threads import Wants
from people.models import Role
from people.names import NameProblem, check_name

LONGEST_LINE = 200_000
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

Check = Callable[[Any], Any]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one line, in words."""

    line: int
    reason: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file + ', ' if self.file else ''}line {self.line}: {self.reason}"


class BadLine(ValueError):
    """A line that cannot be imported; each argument is one reason."""


@dataclass(frozen=True)
class Field:
    """One thing a line may say. Without a default it has to be there."""

    check: Check
    default: Any = None
    required: bool = False


def words(longest: int, *, one_line: bool = False, may_be_empty: bool = False) -> Check:
    """Take text, cleaned like everything people write here."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise BadLine("must be text")
        try:
            kept = clean_line(value) if one_line else clean_text(value)
        except TextProblem as problem:
            raise BadLine(str(problem)) from problem
        if not kept and not may_be_empty:
            raise BadLine("is empty")
        if len(kept) > longest:
            raise BadLine(f"has {len(kept)} characters; {longest} are allowed")
        return kept

    return check


def identifier(value: Any) -> str:
    """Take an id of the source: text or a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return words(200, one_line=True)(value)


def name(value: Any) -> str:
    try:
        return check_name(words(400, one_line=True)(value))
    except NameProblem as problem:
        raise BadLine(f"is not a name people can have here. {problem}") from problem


def slug(value: Any) -> str:
    kept = words(48, one_line=True)(value)
    if not all(sign in "abcdefghijklmnopqrstuvwxyz0123456789-" for sign in kept) or kept.isdigit():
        raise BadLine("may hold small letters, digits and hyphens only")
    return kept


def one_of(choices: Any, *, but: tuple[str, ...] = ()) -> Check:
    allowed = [value for value in choices.values if value not in but]

    def check(value: Any) -> str:
        if value not in allowed:
            raise BadLine(f"must be one of {', '.join(allowed)}")
        return str(value)

    return check


def yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadLine("must be true or false")
    return value


def whole_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10_000:
        raise BadLine("must be a whole number from 0 to 10000")
    return value


def several(longest: int) -> Check:
    """Take a list of short texts, or one text."""
    check_one = words(longest, one_line=True)

    def check(value: Any) -> list[str]:
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or len(value) > 20:
            raise BadLine("must be a list of at most 20 texts")
        return [check_one(part) for part in value]

    return check


def interests(value: Any) -> str:
    return words(200, one_line=True, may_be_empty=True)(", ".join(several(200)(value)))


def moment(value: Any) -> datetime:
    """Take a time with its zone, such as 2026-11-21T22:20:00Z."""
    try:
        at = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise BadLine("must be a time with its zone, such as 2026-11-21T22:20:00Z")
    if at < EARLIEST:
        raise BadLine("is before 1990")
    return at.astimezone(UTC)


KINDS: dict[str, dict[str, Field]] = {
    "member": {
        "id": Field(identifier),
        "name": Field(name, required=True),
        "role": Field(one_of(Role), default=Role.MEMBER.value),
        "joined_at": Field(moment),
        "pronouns": Field(words(40, one_line=True, may_be_empty=True), default=""),
        "about": Field(words(600, may_be_empty=True), default=""),
        "languages": Field(several(12), default=[]),
        "interests": Field(interests, default=""),
    },
    "space": {
        "slug": Field(slug, required=True),
        "name": Field(words(60, one_line=True), required=True),
        "purpose": Field(words(300, one_line=True), required=True),
        "agreement": Field(words(4_000, may_be_empty=True), default=""),
        "access": Field(one_of(Access, but=(Access.GROUP,)), default=Access.MEMBERS.value),
        "position": Field(whole_number),
    },
    "thread": {
        "id": Field(identifier, required=True),
        "space": Field(slug, required=True),
        "author": Field(identifier, required=True),
        "title": Field(words(120, one_line=True), required=True),
        "body": Field(words(20_000), required=True),
        "wants": Field(one_of(Wants), default=Wants.LISTEN.value),
        "notes": Field(several(32), default=[]),
        "anonymous": Field(yes_or_no, default=False),
        "at": Field(moment, required=True),
    },
    "reply": {
        "id": Field(identifier, required=True),
        "thread": Field(identifier, required=True),
        "author": Field(identifier, required=True),
        "body": Field(words(20_000), required=True),
        "notes": Field(several(32), default=[]),
        "anonymous": Field(yes_or_no, default=False),
        "at": Field(moment, required=True),
    },
}


def read_line(raw: bytes) -> dict[str, Any]:
    """Return the clean values of one line with its "type"; raise BadLine with every reason it cannot be taken."""
    told = _parse(raw)
    kind = told.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadLine(f"type must be one of {', '.join(KINDS)}")
    fields = KINDS[kind]
    reasons = [f"{key!r} is not a field of a {kind}" for key in told if key not in fields and key != "type"]
    clean: dict[str, Any] = {"type": kind}
    for key, field in fields.items():
        if told.get(key) is None:
            clean[key] = field.default
            if field.required:
                reasons.append(f"{key} is missing")
            continue
        try:
            clean[key] = field.check(told[key])
        except BadLine as problem:
            reasons.append(f"{key} {problem}")
    if reasons:
        raise BadLine(*reasons)
    return clean


def _parse(raw: bytes) -> dict[str, Any]:
    if len(raw) > LONGEST_LINE:
        raise BadLine(f"is longer than {LONGEST_LINE} bytes")
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise BadLine("is not UTF-8 text") from problem
    except (ValueError, RecursionError) as problem:
        raise BadLine("is not JSON") from problem
    if not isinstance(told, dict):
        raise BadLine("is not a JSON object")
    return told
