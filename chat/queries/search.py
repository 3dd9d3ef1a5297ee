"""Finding words in one's own conversations: they are opened one after the other, since no index may know them.

docs/decisions/conversations.md says why.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from chat.models import Message
from chat.queries.conversations import Standing, all_standings
from chat.queries.messages import ShownMessage, messages_in, show
from core.paging import BadCursor, Page, read_cursor, write_cursor
from people.models import Member

HITS = 20
READ_AT_ONCE = 2_000  # how many messages one page of results opens; the next page goes on from there


@dataclass(frozen=True, slots=True)
class Hit:
    """One message that has the words."""

    standing: Standing
    shown: ShownMessage


def search_messages(
    viewer: Member, words: str, *, now: datetime, cursor: str | None = None, with_rooms: bool = False
) -> Page:
    """Return the messages the member may read that have all of these words, newest first.

    They are those of their conversations and, `with_rooms`, of the rooms on their list. A page may be short, or empty,
    and still have a next one: it ends after so many messages were read.
    """
    wanted = [word.casefold() for word in words.split()]
    if not wanted:
        return Page([])
    standings = all_standings(viewer, with_rooms=with_rooms, now=now)
    messages = Message.objects.standing().filter(conversation__in=list(standings))
    messages = messages.not_by(viewer.hidden_ids)
    if before := _before(cursor):
        messages = messages.filter(pk__lt=before)
    found, last = _read_through(messages, wanted)
    return Page(_hits(found, standings, now), write_cursor([last]) if last else None)


def _read_through(messages: QuerySet[Message], wanted: list[str]) -> tuple[list[Message], int | None]:
    """Open messages until enough were found or read; return those that have the words, and where to go on."""
    found: list[Message] = []
    some = messages.order_by("-pk")[:READ_AT_ONCE].iterator(chunk_size=200)
    for read, message in enumerate(some, start=1):
        text = message.body.casefold()
        if all(word in text for word in wanted):
            found.append(message)
        if len(found) == HITS or read == READ_AT_ONCE:
            return found, message.pk
    return found, None


def _hits(found: list[Message], standings: dict[int, Standing], now: datetime) -> list[Hit]:
    hits = []
    for message in found:
        standing = standings[message.conversation_id]
        if still := messages_in(standing, now=now).filter(pk=message.pk).first():
            hits.append(Hit(standing, show([still], standing=standing, now=now)[0]))
    return hits


def _before(cursor: str | None) -> int | None:
    try:
        values = read_cursor(cursor) if cursor else []
    except BadCursor:
        return None
    return values[0] if values and isinstance(values[0], int) else None
