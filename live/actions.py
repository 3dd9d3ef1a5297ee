"""Saying that something happened. Features call `publish`; nothing else writes the outbox."""

import re
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Replace

from live import bus
from live.models import OutboxEvent
from live.topics import ACCESS_CHANGED

CHANNEL = re.compile(r"[a-z][a-z_]*:[0-9]+")
KIND = re.compile(r"[a-z]+\.[a-z_]+")
LONGEST_VALUE = 64


def publish(
    channels: Iterable[str],
    kind: str,
    data: Mapping[str, int | str],
    *,
    actor_id: int | None = None,
    author_id: int | None = None,
) -> None:
    """Write one event in the running transaction and wake the readers after it commits.

    `channels` are names such as "thread:12", "space:3", "member:7"; whoever listens to several hears it once.
    `kind` is "feature.past_tense". `data` holds ids only. `actor_id` is the member whose named act it was;
    None for anonymous acts. `author_id` is the one under whose name the words stand that it points at, where they are
    another's: whoever may see no trace of either hears nothing, now or when they come back.
    """
    names = list(dict.fromkeys(channels))
    if not names:
        return
    _check(names, kind, data)
    OutboxEvent.objects.create(
        channels=f" {' '.join(names)} ", kind=kind, data=dict(data), actor_id=actor_id, author_id=author_id
    )
    transaction.on_commit(bus.poke)


def whisper(channel: str, kind: str, data: Mapping[str, int | str], *, actor_id: int | None = None) -> None:
    """Tell whoever listens right now; never stored and never replayed (for "someone is writing")."""
    _check([channel], kind, data)
    bus.whisper(channel, kind, dict(data), actor_id)


def announce_access_change(member_ids: Iterable[int]) -> None:
    """Have the streams of these members forget what they may no longer hear, and whom they may no longer see."""
    publish([f"member:{member_id}" for member_id in member_ids], ACCESS_CHANGED, {})


def forget_member(member_id: int) -> None:
    """Take a member out of what was told, when their account closes; others still hear what they have not heard."""
    for whose in ("actor_id", "author_id"):
        OutboxEvent.objects.filter(**{whose: member_id}).update(**{whose: None})
    own = f" member:{member_id} "
    OutboxEvent.objects.filter(channels__contains=own).update(
        channels=Replace(F("channels"), Value(own), Value(" "))
    )


def _check(channels: Iterable[str], kind: str, data: Mapping[str, int | str]) -> None:
    """Refuse what could carry somebody's words, or break a line of the stream."""
    if not all(CHANNEL.fullmatch(channel) for channel in channels):
        raise ValueError("A channel is a name and a number, such as thread:12.")
    if not KIND.fullmatch(kind):
        raise ValueError("The kind of an event is feature.past_tense.")
    if any(isinstance(value, str) and len(value) > LONGEST_VALUE for value in data.values()):
        raise ValueError("An event points at things; it does not carry words.")
