"""The safety desk's side of rooms: all who may enter read what is said there, so it is looked after as posts are."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from chat import actions, queries
from chat.models import AttachmentKind, Message
from chat.room_places import find_place
from core import policy
from core.languages import isolated
from core.text import number_in, plain_text
from people.models import Member
from safety import subjects
from safety.acts import register_act
from safety.subjects import Subject, SubjectKind, register

AROUND = 4


def find_message(ref: str, viewer: Member) -> Subject:
    """Return a message somebody else said in a room this member may enter."""
    standing, message = queries.get_message(number_in(ref), viewer=viewer, now=timezone.now())
    if standing.room is None or message.author_id == viewer.pk:
        raise Http404
    return _subject_of(_messages().get(pk=message.pk))


def load_messages(ids: Collection[int]) -> dict[int, Subject]:
    """Return messages for staff, removed and held ones too."""
    return {message.pk: _subject_of(message) for message in _messages().filter(pk__in=ids)}


def _messages() -> QuerySet[Message]:
    in_rooms = Message.objects.filter(conversation__room__isnull=False)
    return in_rooms.select_related("author", "conversation__room").prefetch_related("attachments")


def _subject_of(message: Message) -> Subject:
    room, name = message.conversation.room, message.said_by
    names = {"name": isolated(name), "room": isolated(room.name)}
    return Subject(
        kind="chat.message", pk=message.pk, ref=str(message.pk), line=_("%(name)s in the room %(room)s") % names,
        address=f"/messages/{message.pk}/", place=room.place, place_name=room.name, author_id=message.author_id,
        voice=name, is_anonymous=bool(message.voice), words=_said(message), text=message.all_words,
        is_hidden=message.is_gone or message.held_at is not None, has_picture=_shows_picture(message),
        can=_can(message),
    )  # fmt: skip


def _shows_picture(message: Message) -> bool:
    return any(each.kind == AttachmentKind.PICTURE for each in message.attachments.all())


def _said(message: Message) -> str:
    """Return the words of a message, and those for whoever does not see its picture."""
    described = [each.description for each in message.attachments.all() if each.description]
    return "\n".join([plain_text(message.body), *described])


def _can(message: Message) -> frozenset[str]:
    can = set()
    if not message.is_gone:
        can.add("hide")
    if message.removed_at is None and (message.taken_down_at or message.held_at):
        can.add("restore")
    return frozenset(can)


def draw_message(subject: Subject, viewer: Member) -> Markup:
    """Draw a message among its neighbours, for whoever handles the case."""
    message = _messages().get(pk=subject.pk)
    others = _messages().filter(conversation=message.conversation_id, removed_at__isnull=True)
    before = list(others.filter(pk__lt=message.pk).order_by("-pk")[:AROUND])[::-1]
    after = list(others.filter(pk__gt=message.pk).order_by("pk")[:AROUND])
    policy.allow_listening()
    facts = {"this": message, "room": message.conversation.room, "messages": [*before, message, *after]}
    return Markup(render_to_string("chat/_case_message.html", facts))  # noqa: S704 our own template drew it


def draw_voice(subject: Subject) -> Markup:
    """Draw what its author wrote lately where everybody reads it; nothing where they have another name."""
    if subject.is_anonymous or subject.author_id is None:
        return subjects.NO_WORDS
    return subjects.draw_member(subject.author_id)


def may_see(subject: Subject, viewer: Member) -> bool:
    """Whether a member of the staff could enter the room without the desk."""
    return find_place(subject.place, viewer=viewer) is not None


def _hide(subject: Subject, *, by: Member, now: datetime) -> None:
    actions.take_down([subject.pk], now=now)


def _restore(subject: Subject, *, by: Member, now: datetime) -> None:
    actions.put_back([subject.pk])


def install() -> None:
    """Make messages in rooms, and what is done with rooms, known to the desk and the record."""
    register(
        SubjectKind(
            "chat.message", find_message, load_messages, draw_message, draw_voice=draw_voice, may_see=may_see,
            deeds={"hide": _hide, "restore": _restore},
        )
    )  # fmt: skip
    register_act("chat.room_opened", gettext_lazy("opened a room"))
    register_act("chat.room_edited", gettext_lazy("changed a room"))
    register_act("chat.room_paused", gettext_lazy("asked for quiet in a room"))
    register_act("chat.room_resumed", gettext_lazy("let a room go on"))
    register_act("chat.room_closed", gettext_lazy("closed a room"))
    register_act("chat.room_reopened", gettext_lazy("opened a closed room again"))
