"""Messages as one of those in a conversation reads them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.http import Http404
from markupsafe import Markup

from chat import permissions
from chat.models import Attachment, Message, Support
from chat.models.messages import CONTACT, NOW
from chat.queries.conversations import Standing, get_standing, since_when
from chat.room_places import unseen_in
from core.paging import BadCursor, Page, keyset_page, read_cursor, write_cursor
from core.text import plain_text, render_markdown
from people.models import Member
from people.queries import describe_notes, is_covered

PAGE_SIZE = 50
LARGEST_ID = 2**63 - 1
LONGEST_PASSAGE = 160


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message with what its reader sees of it. Of one that is gone only its place is left.

    `notes` says what it talks about where it waits under a cover. `asks_for_contact`: screening thinks that it asks for
    contact details, money or sexual talk; told to the reader before they open it, never to its author. `presses` says
    what others said with a press, each once: nobody counts.
    """

    message: Message
    is_mine: bool
    notes: str
    asks_for_contact: bool
    answers: int | None
    answered: str
    pressed: frozenset[str]
    presses: tuple[str, ...]
    can_edit: bool
    attachments: tuple[Attachment, ...] = ()

    @property
    def html(self) -> Markup:
        """The words as they are drawn; made when asked for, since most rows of a room were drawn before."""
        return Markup("") if self.message.is_gone else Markup(render_markdown(self.message.body))  # noqa: S704 made safe there

    @property
    def is_the_same_for_all(self) -> bool:
        """Tell whether everybody but its author sees it like this, so that it need be drawn only once."""
        of_its_own = self.notes or self.asks_for_contact or self.answers or self.pressed or self.attachments
        return not (self.is_mine or of_its_own)


def messages_in(standing: Standing, *, now: datetime) -> QuerySet[Message]:
    """Return the messages of a conversation that still stand and are the viewer's to read, in no order yet."""
    found = Message.objects.filter(conversation=standing.conversation, pk__gt=standing.mine.begins_after)
    found = found.not_by(standing.viewer.hidden_ids)
    if standing.room:
        found = found.filter(Q(held_at__isnull=True) | Q(author=standing.viewer))
    since = since_when(standing, now=now)
    if since:
        found = found.filter(created_at__gt=since)
    return to_be_shown(found)


def to_be_shown(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Return these messages with what showing them needs, which all of them have."""
    has_files = Exists(Attachment.objects.filter(message=OuterRef("pk")))
    return messages.annotate(has_files=has_files).select_related("author", "answers", "conversation")


def fetch_files(messages: Sequence[Message]) -> None:
    """Fetch the files of these messages, and of those without words that they answer."""
    prefetch_related_objects([each for each in messages if _has_files(each)], "attachments")
    wordless = [each for each in messages if each.answers and not each.answers.body]
    prefetch_related_objects(wordless, "answers__attachments")


def list_messages(
    standing: Standing, *, now: datetime, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page:
    """Return one page of ShownMessage, oldest first; its `next_cursor` leads to earlier ones."""
    page = keyset_page(messages_in(standing, now=now), order=("-pk",), cursor=cursor, size=size)
    return Page(show(page.items[::-1], standing=standing, now=now), page.next_cursor)


def list_later(standing: Standing, *, now: datetime, cursor: str, size: int = PAGE_SIZE) -> Page | None:
    """Return the page that follows `place_after` a message, oldest first; None where it would be the newest."""
    try:
        after = read_cursor(cursor)[0]
    except (BadCursor, IndexError):
        return None
    if not isinstance(after, int):
        return None
    found = list(messages_in(standing, now=now).filter(pk__gt=after).order_by("pk")[: size + 1])
    if len(found) <= size:
        return None
    return Page(show(found[:size], standing=standing, now=now), write_cursor([found[0].pk]))


def place_after(shown: ShownMessage) -> str:
    """Return the cursor from which `list_later` goes on."""
    return write_cursor([shown.message.pk])


def list_newer(standing: Standing, *, after: int, now: datetime) -> list[ShownMessage]:
    """Return what came after this message, oldest first; at most two pages of it."""
    newer = messages_in(standing, now=now).filter(pk__gt=min(after, LARGEST_ID)).order_by("pk")
    return show(list(newer[: 2 * PAGE_SIZE]), standing=standing, now=now)


def get_message(message_id: int, *, viewer: Member, now: datetime) -> tuple[Standing, Message]:
    """Return a message and its conversation as this member has it; Http404 where it is not theirs to read, or over."""
    place = Message.objects.filter(pk=message_id).values_list("conversation_id", flat=True).first()
    if place is None:
        raise Http404
    standing = get_standing(place, viewer=viewer)
    message = messages_in(standing, now=now).filter(pk=message_id).first()
    if message is None:
        raise Http404
    return standing, message


def show(messages: Sequence[Message], *, standing: Standing, now: datetime) -> list[ShownMessage]:
    """Return these messages as the viewer sees them; they come from `messages_in`."""
    fetch_files(messages)
    support: dict[int, list[Support]] = defaultdict(list)
    for given in Support.objects.filter(message__in=[message.pk for message in messages]).order_by("pk"):
        support[given.message_id].append(given)
    return [shown_to(standing, message, support[message.pk], now=now) for message in messages]


def _seen_of(support: Iterable[Support], standing: Standing) -> list[Support]:
    """Return what the viewer sees of what was pressed: nothing of those they see no trace of in this place."""
    given, unseen = list(support), standing.viewer.hidden_ids
    if standing.room and any(each.member_id in unseen for each in given):
        unseen = unseen_in(standing.room.room.place, standing.viewer)
    return [each for each in given if each.member_id not in unseen]


def needs_care(standing: Standing, shown: Iterable[ShownMessage]) -> bool:
    """Tell whether the newest words of one's own sound as if somebody should be there now, and nothing was put away."""
    since = standing.mine.care_away_id
    return any(message.pk > since for message in _worrying(shown, mine=True))


def asks_for_help(shown: Iterable[ShownMessage]) -> bool:
    """Tell whether the newest words of the other sound as if somebody should be there now."""
    return bool(_worrying(shown, mine=False))


def _worrying(shown: Iterable[ShownMessage], *, mine: bool) -> list[Message]:
    said = [each.message for each in shown if each.is_mine is mine and not each.message.is_gone]
    return [message for message in said[-3:] if NOW in message.signs]


def shown_to(
    standing: Standing, message: Message, support: Iterable[Support], *, now: datetime
) -> ShownMessage:
    """Return a message whose files were fetched as the viewer sees it; `support` is all that was pressed under it."""
    viewer = standing.viewer
    support = _seen_of(support, standing)
    is_mine = message.author_id == viewer.pk
    is_hidden = message.is_gone
    answers = None if is_hidden else _answered(message, standing)
    return ShownMessage(
        message=message,
        is_mine=is_mine,
        notes=describe_notes(message.notes)
        if not is_hidden and not is_mine and is_covered(message.notes, viewer)
        else "",
        asks_for_contact=not is_mine and not is_hidden and CONTACT in message.signs,
        answers=answers.pk if answers else None,
        answered=_passage(answers, viewer) if answers else "",
        pressed=frozenset(given.kind for given in support if given.member_id == viewer.pk),
        presses=tuple(dict.fromkeys(given.get_kind_display() for given in support)),
        can_edit=permissions.can_edit(viewer, message, now=now),
        attachments=tuple(message.attachments.all()) if _has_files(message) and not is_hidden else (),
    )


def _has_files(message: Message) -> bool:
    """Tell what `messages_in` asked along with the message, so that most pages ask for no files."""
    return bool(vars(message)["has_files"])


def _answered(message: Message, standing: Standing) -> Message | None:
    """Return the message this one answers, None where the viewer sees no trace of it."""
    answers = message.answers
    is_there = (
        answers is not None
        and answers.pk > standing.mine.begins_after
        and answers.named_author_id not in standing.viewer.hidden_ids
        and answers.held_at is None
    )
    return answers if is_there else None


def _passage(answered: Message, viewer: Member) -> str:
    """Return the beginning of the message that is answered; nothing of one that is gone, covered or warned of."""
    if answered.is_gone:
        return ""
    is_mine = answered.author_id == viewer.pk
    if not is_mine and (is_covered(answered.notes, viewer) or CONTACT in answered.signs):
        return ""
    words = " ".join(plain_text(answered.body).split())
    words = words or ", ".join(each.in_words for each in answered.attachments.all())
    return words if len(words) <= LONGEST_PASSAGE else f"{words[:LONGEST_PASSAGE].rstrip()}…"


def around(standing: Standing, ids: Iterable[int], *, now: datetime, how_many: int) -> list[Message]:
    """Return these messages of the conversation and as many on each side of each, in order."""
    whole = messages_in(standing, now=now)
    found: dict[int, Message] = {}
    for message in whole.filter(pk__in=list(ids)):
        before = whole.filter(pk__lt=message.pk).order_by("-pk")[:how_many]
        after = whole.filter(pk__gt=message.pk).order_by("pk")[:how_many]
        found |= {each.pk: each for each in (*before, message, *after)}
    return [found[pk] for pk in sorted(found)]
