"""Notices and crisis lines."""

from datetime import UTC, datetime
from typing import Any

from pydantic import Field

from api.v1.shapes.basics import Body, Minute, Moment, Out, day, minute
from notifications.queries import ReadableNotice

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NoticeOut(Out):
    """Something happened that you asked to hear of."""

    id: int
    kind: str
    text: str = Field(description="With names and titles; without them in discreet mode")
    page: str = Field(description="The address of the page about it")
    at: Minute
    new: bool

    @classmethod
    def of(cls, readable: ReadableNotice, *, discreet: bool) -> dict[str, Any]:
        return {
            "id": readable.notice.pk, "kind": readable.notice.kind, "page": readable.line.url,
            "text": readable.wordless if discreet else readable.line.text, "at": minute(readable.line.at),
            "new": readable.is_new,
        }  # fmt: skip


class Notices(Out):
    items: list[NoticeOut]
    next: str | None


class ReadUntil(Body):
    until: Moment | None = Field(None, description="When the list was read; now, when it is not given")

    def moment(self, now: datetime) -> datetime:
        """Return it as a time every database can take."""
        return max(min(self.until or now, now), EPOCH)


class CountryOut(Out):
    code: str
    name: str


class Countries(Out):
    items: list[CountryOut]


class EmergencyOut(Out):
    name: str
    phone: str | None
    sms: str | None


class LineOut(Out):
    """A crisis line, as one dials it there."""

    name: str
    purpose: str
    group: str = Field(description="For whom: anyone, young, lgbt, some")
    phones: list[str]
    sms: str | None
    sms_keyword: str | None
    chat: str
    website: str
    hours: str
    free: bool | None = Field(description="Null where no source said")
    languages: list[str]
    seen: str = Field(description="When the newest source said so: a day, or the first of a month")

    @classmethod
    def of(cls, line: Any) -> dict[str, Any]:
        return {
            "name": line.name, "purpose": line.purpose, "group": line.group,
            "phones": [number.text for number in line.phones], "sms": line.sms and line.sms.number,
            "sms_keyword": line.sms and line.sms.keyword, "chat": line.chat_url, "website": line.website,
            "hours": line.hours_words, "free": line.free, "languages": list(line.languages),
            "seen": day(line.seen.date),
        }  # fmt: skip


class HelpLines(Out):
    """Whom to call in one country. `confirmed` says whether the people who run this place checked the numbers."""

    country: CountryOut
    emergency: list[EmergencyOut]
    lines: list[LineOut]
    confirmed: bool
    may_be_old: bool

    @classmethod
    def of(cls, country: Any, certainty: Any) -> dict[str, Any]:
        return {
            "country": {"code": country.code, "name": country.name},
            "emergency": [
                {
                    "name": number.name,
                    "phone": number.phone and number.phone.text,
                    "sms": number.sms and number.sms.number,
                }
                for number in country.emergency
            ],
            "lines": [LineOut.of(line) for line in country.lines],
            "confirmed": certainty.is_confirmed,
            "may_be_old": certainty.is_old,
        }
