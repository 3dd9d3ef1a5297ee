"""Pieces that many shapes share: bodies without surprises, words, times to the minute, pages of a list."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

LARGEST_ID = 2**63 - 1


class Body(BaseModel):
    """A JSON object from a program: no field we do not know, and no guessing what a value was meant to be."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """A JSON object for a program; whatever is not declared stays here."""

    model_config = ConfigDict(extra="ignore")


def words(most: int, *, least: int = 1) -> Any:
    """Return what makes a string somebody's words. Its format says: there is something in it one can see."""
    return Field(min_length=least, max_length=most, json_schema_extra={"format": "words"} if least else None)


def formatted(name: str, **facts: Any) -> Any:
    """Return what makes a string one of a kind that a pattern cannot tell."""
    return Field(json_schema_extra={"format": name}, **facts)


def _whole(value: Any) -> Any:
    """Take a number from an address only as one writes it."""
    if isinstance(value, str) and not (value.isascii() and value.isdecimal() and len(value) < 20):
        return "x"
    return value


def counted(value: Any) -> Any:
    """Take a number of JSON as it is, 7.0 for 7 too; neither true nor "7" is one."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else "x"


def _written_as(pattern: str) -> BeforeValidator:
    """Take a day, a moment or an id only as JSON Schema writes it, never as a number of seconds."""
    known = re.compile(pattern)

    def check(value: Any) -> Any:
        return value if isinstance(value, str) and known.fullmatch(value) else "x"

    return BeforeValidator(check)


Id = Annotated[int, Field(ge=1, le=LARGEST_ID), BeforeValidator(_whole)]
Pointer = Annotated[int, Field(ge=1, le=LARGEST_ID), BeforeValidator(counted)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(counted)]
Days = Annotated[int, Field(ge=1, le=365), BeforeValidator(counted)]
Flag = StrictBool
Name = Annotated[str, formatted("member-name", min_length=1, max_length=200)]
Slug = Annotated[str, Field(min_length=1, max_length=48, pattern=r"^[-a-zA-Z0-9_]+$")]
Topics = Annotated[list[Annotated[str, formatted("topic", max_length=32)]], Field(max_length=8)]
Minute = Annotated[str, formatted("date-time")]
Day = Annotated[str, formatted("date")]
DayAsked = Annotated[date, _written_as(r"\d{4}-\d{2}-\d{2}")]
Moment = Annotated[AwareDatetime, _written_as(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}.*")]
Reference = Annotated[UUID, _written_as(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
# Not optional as a whole: a default beside a described type would be lost.
Cursor = (
    Annotated[
        str,
        Field(max_length=400, pattern=r"^[-_a-zA-Z0-9]*$", description="`next` of the page before this one"),
    ]
    | None
)


def minute(moment: datetime) -> str:
    """Return a time to the minute: seconds would help to join an anonymous voice with somebody's other traces."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}:00Z"


def day(moment: date | None) -> str | None:
    """Return a day as one writes it in JSON."""
    return f"{moment:%Y-%m-%d}" if moment else None


def page_of(items: Iterable[Any], next_cursor: str | None, show: Callable[[Any], Any]) -> dict[str, Any]:
    """Return one page of a list; `next` is null at its real end."""
    return {"items": [show(item) for item in items], "next": next_cursor}
