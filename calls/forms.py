"""What a call page sends, taken apart: only what belongs in a call passes, and no address but the relay's."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from calls.actions import Said
from calls.descriptions import clean_candidate, clean_description
from calls.models import Way

LARGEST = 64_000
LARGEST_DESCRIPTION = 16_000
LARGEST_FOR_SERVER = 48_000  # everybody's sound and picture in one
MOST_AT_ONCE = 64
REF = re.compile(r"[\w-]{16,32}")
KEY_STEPS = frozenset({"commit", "open", "give"})
# What a page asks of the media server, and whether a description goes with it.
MEDIA_STEPS = {
    "send": True,
    "show": False,
    "listen": False,
    "accept": True,
    "reconnect-up": True,
    "reconnect-down": False,
}
KEY_PART = re.compile(r"[\w+/=-]{1,256}")


class Unreadable(ValueError):
    """This is nothing a call page of ours would send."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One exchange as the page sent it, cleaned. `refused` would have shown where somebody is, and goes nowhere."""

    said: list[Said]
    refused: int
    fetched: list[int]
    way: str
    is_muted: bool


def read_exchange(body: bytes) -> Exchange:
    """Return what a page says, what it has fetched and how its member takes part."""
    try:
        sent = json.loads(body) if len(body) <= LARGEST else None
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise Unreadable
    said, fetched = sent.get("said", []), sent.get("fetched", [])
    if not (isinstance(said, list) and isinstance(fetched, list) and len(said) <= MOST_AT_ONCE):
        raise Unreadable
    if not all(_is_number(each) for each in fetched) or sent.get("way") not in Way.values:
        raise Unreadable
    passed = [each for each in map(_read, said) if each]
    return Exchange(passed, len(said) - len(passed), fetched, sent["way"], sent.get("muted") is True)


@dataclass(frozen=True, slots=True)
class MediaStep:
    """What a page would like of the media server, and the description that goes with it, cleaned."""

    step: str
    description: dict[str, str]


def read_media_step(body: bytes) -> MediaStep:
    """Return what a page would like of the media server."""
    try:
        sent = json.loads(body) if len(body) <= LARGEST else None
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict) or sent.get("step") not in MEDIA_STEPS:
        raise Unreadable
    said = sent.get("description")
    if (said is not None) != MEDIA_STEPS[sent["step"]] or not isinstance(said, dict | None):
        raise Unreadable
    return MediaStep(sent["step"], _description(said, LARGEST_FOR_SERVER) if said else {})


def _read(each: Any) -> Said | None:
    kind = each.get("kind") if isinstance(each, dict) else None
    if kind not in CLEANERS or not _is_number(each.get("number")) or not isinstance(each.get("body"), dict):
        raise Unreadable
    if not (isinstance(each.get("to"), str) and REF.fullmatch(each["to"])):
        raise Unreadable
    body = CLEANERS[kind](each["body"])
    return None if body is None else Said(each["number"], each["to"], str(kind), json.dumps(body))


def _description(body: dict[str, Any], most: int = LARGEST_DESCRIPTION) -> dict[str, str]:
    text = body.get("sdp")
    if body.get("type") not in {"offer", "answer"} or not isinstance(text, str):
        raise Unreadable
    if len(text) > most:
        raise Unreadable
    return {"type": body["type"], "sdp": clean_description(text, _relays())}


def _candidate(body: dict[str, Any]) -> dict[str, Any] | None:
    line = body.get("candidate")
    if not isinstance(line, str):
        raise Unreadable
    cleaned = clean_candidate(line, _relays())
    if cleaned is None:
        return None
    mid, index = body.get("sdpMid"), body.get("sdpMLineIndex")
    return {
        "candidate": cleaned,
        "sdpMid": mid if isinstance(mid, str) and len(mid) <= 16 else None,
        "sdpMLineIndex": index if _is_number(index) else None,
    }


def _key(body: dict[str, Any]) -> dict[str, Any]:
    """A step of the agreement on keys, which only the two browsers can read."""
    if body.get("step") not in KEY_STEPS:
        raise Unreadable
    parts: dict[str, Any] = {name: body[name] for name in ("value", "nonce") if name in body}
    if not all(isinstance(part, str) and KEY_PART.fullmatch(part) for part in parts.values()):
        raise Unreadable
    number = {"id": body["id"]} if _is_number(body.get("id")) else {}
    return {"step": body["step"], **parts, **number}


CLEANERS: dict[Any, Callable[[dict[str, Any]], dict[str, Any] | None]] = {
    "description": _description,
    "candidate": _candidate,
    "key": _key,
}


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _relays() -> frozenset[str]:
    return settings.CALLS["relays"] if settings.CALLS else frozenset()
