"""What we know: countries, their emergency numbers and their lines. Numbers stay as one dials them there."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from core.languages import date_words, join_words
from safety.helplines.names import country_name, language_name


@dataclass(frozen=True)
class Number:
    """A number as people write it. `href` is empty when a link might ring somebody else."""

    text: str
    href: str = ""

    @classmethod
    def dialled(cls, text: str) -> "Number":
        return cls(text, "tel:" + re.sub(r"[^0-9+]", "", text))


@dataclass(frozen=True)
class TextMessage:
    """Where to send a text message, and the word to send when the service wants one."""

    number: str
    keyword: str = ""

    @property
    def href(self) -> str:
        return f"sms:{re.sub(r'[^0-9+]', '', self.number)}"


@dataclass(frozen=True)
class Seen:
    """When the newest source said so; without a day it was in that month or before."""

    year: int
    month: int
    day: int | None = None

    @property
    def date(self) -> date:
        return date(self.year, self.month, self.day or 1)

    @property
    def words(self) -> str:
        if self.day:
            return date_words(self.date)
        return _("%(month)s %(year)s or before") % {"month": MONTHS[self.month], "year": self.year}


@dataclass(frozen=True)
class EmergencyNumber:
    """Whom to call when a life is in danger."""

    service: str
    name: str
    phone: Number | None
    sms: TextMessage | None
    audience: str
    seen: Seen


@dataclass(frozen=True)
class Line:
    """One crisis line. `free` and `hours` are empty when no source said."""

    name: str
    local_name: str
    kind: str
    purpose: str
    audience: str
    region: str
    phones: tuple[Number, ...]
    special_dial: str
    menu: str
    sms: TextMessage | None
    whatsapp: str
    chat_url: str
    website: str
    hours: str
    languages: tuple[str, ...]
    free: bool | None
    seen: Seen

    @property
    def is_always_open(self) -> bool:
        return self.hours == "24/7"

    @property
    def hours_words(self) -> str:
        if self.is_always_open:
            return _("Day and night, every day")
        return _(self.hours) if self.hours else _("Hours not known")

    @property
    def price_words(self) -> str:
        if self.free is None:
            return _("Price not known")
        return _("Free") if self.free else _("Not free")

    @property
    def language_names(self) -> str:
        return join_words([language_name(tag) for tag in self.languages])

    @property
    def group(self) -> str:
        """Say whom it is for: "anyone", "young", "lgbt" or "some"."""
        if self.kind == "lgbt":
            return "lgbt"
        if self.kind == "youth" or "young" in self.audience or "under" in self.audience:
            return "young"
        return "anyone" if self.audience in {"everyone", "adults"} else "some"


@dataclass(frozen=True)
class Country:
    """What we know for one country. `fingerprint` changes whenever one of the facts does."""

    code: str
    fingerprint: str
    emergency: tuple[EmergencyNumber, ...] = field(default=())
    lines: tuple[Line, ...] = field(default=())

    @property
    def name(self) -> str:
        return country_name(self.code)

    def lines_for(self, group: str) -> list[Line]:
        return [line for line in self.lines if line.group == group]

    @property
    def oldest_emergency(self) -> Seen:
        return min((number.seen for number in self.emergency), key=lambda seen: seen.date)

    @property
    def seen(self) -> list[Seen]:
        return [number.seen for number in self.emergency] + [line.seen for line in self.lines]

    @property
    def general_lines(self) -> list[Line]:
        """Return up to three lines for anyone, those always open and for the whole country first."""
        lines = self.lines_for("anyone")
        return sorted(lines, key=lambda line: (not line.is_always_open, bool(line.region)))[:3]
