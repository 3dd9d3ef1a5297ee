"""Notices and crisis lines."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from api.v1.shapes.basics import Body, Flag, Minute, Moment, Out, day, formatted, minute
from notifications.models import NoticeSettings, PushDevice
from notifications.queries import Chosen, ReadableNotice

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


Rhythm = Literal["at_once", "daily", "weekly"]
Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
KindName = Annotated[str, formatted("notice-kind", max_length=40)]


class QuietHours(Body):
    """Between these nothing comes, by the member's own clock; only what is urgent does."""

    begin: Hour
    end: Hour


class ChoiceOut(Out):
    """Where you hear of one thing. Its kinds are chosen together."""

    label: str
    kinds: list[str]
    here: bool
    by_mail: bool
    by_push: bool

    @classmethod
    def of(cls, chosen: Chosen) -> dict[str, Any]:
        return {
            "label": chosen.label, "kinds": [kind.name for kind in chosen.kinds], "here": chosen.here,
            "by_mail": chosen.by_mail, "by_push": chosen.by_push,
        }  # fmt: skip


class NoticeChoices(Out):
    """What you hear of, where, and when."""

    choices: list[ChoiceOut]
    rhythm: Rhythm = Field(description="How often e-mail may come")
    quiet_hours: QuietHours | None
    shows_count: bool

    @classmethod
    def of(cls, choices: list[Chosen], kept: NoticeSettings) -> dict[str, Any]:
        quiet = kept.quiet_from and {
            "begin": f"{kept.quiet_from:%H:%M}",
            "end": f"{kept.quiet_until:%H:%M}",
        }
        return {
            "choices": [ChoiceOut.of(chosen) for chosen in choices], "rhythm": kept.rhythm,
            "quiet_hours": quiet, "shows_count": kept.shows_count,
        }  # fmt: skip


class ChoiceToMake(Body):
    """Where you want to hear of one kind, and of those that are chosen with it."""

    kind: KindName
    here: Flag
    by_mail: Flag
    by_push: Flag


class ChoicesToMake(Body):
    """All of it, except that kinds which are not named stay as they were."""

    choices: Annotated[list[ChoiceToMake], Field(max_length=100)] = []
    rhythm: Rhythm
    quiet_hours: QuietHours | None = None
    shows_count: Flag

    def as_form(self, chosen: list[Chosen]) -> dict[str, Any]:
        """Return what the page of choices would send for this."""
        sent: dict[str, Any] = {"rhythm": self.rhythm, "shows_count": self.shows_count}
        if self.quiet_hours:
            sent |= {"quiet_from": self.quiet_hours.begin, "quiet_until": self.quiet_hours.end}
        made = {one.kind: one for one in self.choices}
        for number, one in enumerate(chosen):
            wanted = next((made[kind.name] for kind in one.kinds if kind.name in made), one)
            sent |= {f"{way}_{number}": getattr(wanted, way) for way in ("here", "by_mail", "by_push")}
        return sent


class PushDeviceOut(Out):
    """A browser that may show notes."""

    id: int
    browser: str
    allowed_at: Minute

    @classmethod
    def of(cls, device: PushDevice) -> dict[str, Any]:
        return {
            "id": device.pk, "browser": device.browser.in_words, "allowed_at": minute(device.allowed_at)
        }  # fmt: skip


class PushDevices(Out):
    items: list[PushDeviceOut]


class NewPushDevice(Body):
    """What this browser's push service said, as the Push API gives it."""

    endpoint: Annotated[str, formatted("push-endpoint", max_length=1000)]
    public_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{87}$")]
    auth: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}$")]


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
