"""Reads crisis lines from files and refuses what nobody could dial or open."""

import hashlib
import json
import logging
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from safety.helplines.facts import Country, EmergencyNumber, Line, Number, Seen, TextMessage
from safety.helplines.names import DATA, country_name

logger = logging.getLogger("hearthside.safety")
KINDS = {"suicide", "emotional-support", "abuse", "youth", "lgbt", "eating", "substance"}
SERVICES = {"general", "ambulance", "police", "text"}

_DIALLED = re.compile(r"\+?[0-9(][0-9 ()\-]*")
_SEEN = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


class HelplineProblem(ValueError):
    """A file of crisis lines that cannot be used, with a sentence saying why."""


@cache
def all_countries() -> dict[str, Country]:
    """Return every country we know a number in, by code; the operator's own file replaces whole countries."""
    found = read_countries(DATA / "helplines.json")
    try:
        return found | read_own_countries()
    except HelplineProblem as problem:
        logger.error("Your helplines.json is not used: %s", problem)
        return found


def read_own_countries() -> dict[str, Country]:
    """Read the operator's own file, if there is one; raise HelplineProblem when it cannot be used."""
    own = settings.HOME_DIR / "helplines.json"
    return read_countries(own) if own.exists() else {}


def read_countries(path: Path) -> dict[str, Country]:
    """Read a file of crisis lines; raise HelplineProblem on the first thing that is not as it must be."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        entries = [*told["emergency"], *told["lines"]]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise HelplineProblem(f"{path.name} is not a file of crisis lines: {problem}") from problem
    codes = dict.fromkeys(str(entry.get("country")) for entry in entries)
    return {code: _country(code, told) for code in codes}


def _country(code: str, told: Mapping[str, Any]) -> Country:
    if not country_name(code):
        raise HelplineProblem(f"“{code}” is not a country code.")
    emergency = [entry for entry in told["emergency"] if entry["country"] == code]
    lines = [entry for entry in told["lines"] if entry["country"] == code]
    facts = json.dumps([emergency, lines], sort_keys=True, ensure_ascii=False)
    return Country(
        code=code,
        fingerprint=hashlib.sha256(facts.encode()).hexdigest()[:32],
        emergency=tuple(_checked(entry, _emergency_number) for entry in emergency),
        lines=tuple(_checked(entry, _line) for entry in lines),
    )


def _checked(entry: Mapping[str, Any], make: Any) -> Any:
    try:
        made = make(entry)
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        raise HelplineProblem(f"{entry.get('country')}, {entry.get('name')}: {problem}") from problem
    return made


def _emergency_number(entry: Mapping[str, Any]) -> EmergencyNumber:
    if entry["service"] not in SERVICES:
        raise ValueError(f"no such service: {entry['service']}")
    number = EmergencyNumber(
        service=entry["service"],
        name=entry["name"],
        phone=_number(entry["phone"]) if entry.get("phone") else None,
        sms=_text_message(entry.get("sms")),
        audience=entry.get("audience") or "everyone",
        seen=_seen(entry["seen_date"]),
    )
    if not number.phone and not number.sms:
        raise ValueError("it has no number")
    return number


def _line(entry: Mapping[str, Any]) -> Line:
    if entry["kind"] not in KINDS:
        raise ValueError(f"no such kind: {entry['kind']}")
    phones = [entry.get("phone"), *(entry.get("alt_phones") or [])]
    line = Line(
        name=entry["name"],
        local_name=entry.get("local_name") or "",
        kind=entry["kind"],
        purpose=entry["for"],
        audience=entry.get("audience") or "everyone",
        region=entry.get("region") or "",
        phones=tuple(_number(phone) for phone in phones if phone),
        special_dial=entry.get("special_dial") or "",
        menu=entry.get("menu") or "",
        sms=_text_message(entry.get("sms")),
        whatsapp=_number(entry["whatsapp"]).text if entry.get("whatsapp") else "",
        chat_url=_web_address(entry.get("chat_url")),
        website=_web_address(entry.get("website")),
        hours=entry.get("hours") or "",
        languages=tuple(entry.get("languages") or ()),
        free=entry.get("free"),
        seen=_seen(entry["seen_date"]),
    )
    if not any([line.phones, line.special_dial, line.sms, line.chat_url]):
        raise ValueError("it has no way in")
    return line


def _number(text: str) -> Number:
    if not _DIALLED.fullmatch(text):
        raise ValueError(f"{text} is not a number one can dial")
    return Number.dialled(text)


def _text_message(told: Mapping[str, Any] | None) -> TextMessage | None:
    return TextMessage(_number(told["number"]).text, told.get("keyword") or "") if told else None


def _web_address(text: str | None) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise ValueError(f"{text} is not a web address")
    return text or ""


def _seen(text: str) -> Seen:
    found = _SEEN.fullmatch(text)
    if not found:
        raise ValueError(f"{text} is not a date")
    year, month, day = (int(part) if part else None for part in found.groups())
    seen = Seen(year or 0, month or 0, day)
    seen.date  # noqa: B018  a date that does not exist is refused here, not on somebody's screen
    return seen
