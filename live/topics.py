"""Who may listen to what. Features register their topics here, people registers who is listening.

Nothing above this app is imported: a topic without a registered rule is heard by nobody.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.language_choice import language_wanted

MOST_TOPICS = 40
# The event by which a member's own streams learn to look again; it never reaches a browser.
ACCESS_CHANGED = "live.access_changed"
# What stands before a program's token where else a browser's session key would be.
BEARER = "bearer "
TOPIC = re.compile(r"([a-z][a-z_]{0,31}):([1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True)
class Listener:
    """Whoever opened an event stream, as long as their session lasts; asked for again after `good_for` seconds.

    `language` is the one their pages speak, "" where they have none; `sees_pages`: whether pages are open to them.
    """

    member_id: int
    hidden_ids: frozenset[int]
    member: Any
    good_for: float = 600.0
    language: str = ""
    sees_pages: bool = True


@dataclass(frozen=True, slots=True)
class Admission:
    """What a listener may hear, and how they read the rows of topics that have any (see live.rows)."""

    listener: Listener
    channels: frozenset[str]
    readers: Mapping[str, Any] = field(default_factory=dict)


# What a browser says about languages: the choice that is kept in it, and its Accept-Language.
Wish = tuple[str, str]
NO_WISH: Wish = ("", "")
MayListen = Callable[[Any, int], bool]
ReadsAs = Callable[[Listener, int], Any]
Identify = Callable[[str], Listener | None]

_rules: dict[str, MayListen] = {}
_readers: dict[str, ReadsAs] = {}
_identify: Identify | None = None


def register(name: str, may_listen: MayListen, *, reads_as: ReadsAs | None = None) -> None:
    """Let `may_listen(member, id)` decide who hears the topics "<name>:<id>".

    `reads_as(listener, id)` returns what drawing rows for this listener needs to know of them (see live.rows).
    """
    _rules[name] = may_listen
    if reads_as:
        _readers[name] = reads_as


def register_listener(identify: Identify) -> None:
    """Let `identify(ticket)` tell who is listening; it returns None once that session or token is over.

    A ticket is a session key, or BEARER and a program's token.
    """
    global _identify
    _identify = identify


def identify(ticket: str) -> Listener | None:
    """Return who owns this session or token, or None if nobody does (any more)."""
    return _identify(ticket) if _identify and ticket else None


def asked_for(text: str) -> tuple[str, ...]:
    """Return the well-formed topics of a list such as "thread:12,space:3"; the rest is passed over."""
    found = (topic for topic in text.split(",") if TOPIC.fullmatch(topic))
    return tuple(dict.fromkeys(found))[:MOST_TOPICS]


def channels_for(listener: Listener, asked: Iterable[str]) -> frozenset[str]:
    """Return the asked topics this listener may hear, and always their own channel.

    Topics that are refused and topics that do not exist are left out alike.
    """
    return frozenset([f"member:{listener.member_id}", *(t for t in asked if _may_hear(listener, t))])


def admit(ticket: str, asked: Iterable[str], wish: Wish = NO_WISH) -> Admission | None:
    """Return whose ticket this is and the channels they may hear, or None if it does not hold any more.

    `wish` is what their browser says about languages, where they chose none for their account.
    """
    listener = identify(ticket)
    if listener is None:
        return None
    has_pages = listener.sees_pages and not ticket.startswith(BEARER)
    language = (listener.language or language_wanted(*wish)) if has_pages else ""
    listener = replace(listener, language=language)
    channels = channels_for(listener, asked)
    return Admission(listener, channels, _readers_of(listener, channels))


def _readers_of(listener: Listener, channels: Iterable[str]) -> dict[str, Any]:
    found = {}
    for channel in channels:
        name, _, number = channel.partition(":")
        if name in _readers:
            found[channel] = _readers[name](listener, int(number))
    return found


def _may_hear(listener: Listener, topic: str) -> bool:
    name, _, number = topic.partition(":")
    rule = _rules.get(name)
    return rule is not None and rule(listener.member, int(number))
