"""The safety desk's side of conversations: staff see what one of the two showed them, and nothing else."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from markupsafe import Markup

from chat import actions
from chat.models import Answer, AttachmentKind, Excerpt, ExcerptLine, Message, Request
from core import policy
from core.languages import isolated
from core.text import number_in
from people.models import Member
from safety import pace, subjects
from safety.subjects import Subject, SubjectKind, register


def find_excerpt(ref: str, viewer: Member) -> Subject:
    """Return an excerpt this member made to report it."""
    excerpt = _excerpts().filter(pk=number_in(ref), by=viewer).first()
    if excerpt is None:
        raise Http404
    return _subject_of(excerpt)


def load_excerpts(ids: Collection[int]) -> dict[int, Subject]:
    return {excerpt.pk: _subject_of(excerpt) for excerpt in _excerpts().filter(pk__in=ids)}


def _excerpts() -> QuerySet[Excerpt]:
    return Excerpt.objects.select_related("about", "conversation").prefetch_related(
        "lines__message", "lines__files"
    )


def _subject_of(excerpt: Excerpt) -> Subject:
    name = excerpt.about.name if excerpt.about else _("Somebody who left")
    chosen = [line for line in excerpt.lines.all() if line.is_chosen]
    return Subject(
        kind="chat.excerpt", pk=excerpt.pk, ref=str(excerpt.pk),
        line=_("Messages of %(name)s, in a conversation") % {"name": isolated(name)},
        address=excerpt.conversation.get_absolute_url() if excerpt.conversation else "/conversations/",
        author_id=excerpt.about_id, voice=name, is_hidden=_all_gone(chosen),
        words="\n\n".join(_said(line) for line in chosen), has_picture=_shows_picture(excerpt),
        can=_can(excerpt, chosen),
    )  # fmt: skip


def _said(line: ExcerptLine) -> str:
    """Return the words of a message, and those for whoever does not see its picture."""
    return "\n".join([line.words, *(file.description for file in line.files.all() if file.description)])


def _shows_picture(excerpt: Excerpt) -> bool:
    files = [file for line in excerpt.lines.all() for file in line.files.all()]
    return any(file.kind == AttachmentKind.PICTURE for file in files)


def _all_gone(chosen: list[ExcerptLine]) -> bool:
    return all(line.message is None or line.message.is_gone for line in chosen)


def _can(excerpt: Excerpt, chosen: list[ExcerptLine]) -> frozenset[str]:
    can = set()
    if any(line.message and not line.message.is_gone for line in chosen):
        can.add("hide")
    if any(line.message and line.message.taken_down_at for line in chosen):
        can.add("restore")
    if excerpt.conversation and excerpt.conversation.is_between_two and excerpt.conversation.ended_at is None:
        can.add("lock")
    return frozenset(can)


def draw_excerpt(subject: Subject, viewer: Member) -> Markup:
    """Draw the messages that were chosen and those around them, for whoever handles the case."""
    lines = ExcerptLine.objects.filter(excerpt=subject.pk).select_related("author", "message")
    lines = lines.prefetch_related("files")
    policy.allow_listening()
    drawn = render_to_string("chat/_case_excerpt.html", {"lines": list(lines)})
    return Markup(drawn)  # noqa: S704 our own template drew it


def draw_voice(subject: Subject) -> Markup:
    """Draw what its author wrote lately where everybody reads it; never more of the conversation."""
    return subjects.draw_member(subject.author_id) if subject.author_id else subjects.NO_WORDS


def may_see(subject: Subject, viewer: Member) -> bool:
    """Nobody on the staff could read it without the desk: each look goes on the record."""
    return False


def _chosen_ids(subject: Subject) -> list[int]:
    lines = ExcerptLine.objects.filter(excerpt=subject.pk, is_chosen=True, message__isnull=False)
    return [pk for pk in lines.values_list("message_id", flat=True) if pk]


def _hide(subject: Subject, *, by: Member, now: datetime) -> None:
    actions.take_down(_chosen_ids(subject), now=now)


def _restore(subject: Subject, *, by: Member, now: datetime) -> None:
    actions.put_back(_chosen_ids(subject))


def _lock(subject: Subject, *, by: Member, now: datetime) -> None:
    excerpt = Excerpt.objects.select_related("conversation").get(pk=subject.pk)
    if excerpt.conversation:
        actions.end_conversation(excerpt.conversation, now=now)


def times_written(member: Member, since: datetime) -> Iterable[datetime]:
    """Return when this member wrote to somebody since then; what was said yes to is a message by now."""
    messages = Message.objects.filter(author=member, created_at__gt=since).values_list(
        "created_at", flat=True
    )
    asked = Request.objects.filter(sender=member, sent_at__gt=since).exclude(answer=Answer.ACCEPTED)
    return [*messages, *asked.values_list("sent_at", flat=True)]


def install() -> None:
    """Make excerpts known to the desk, and how often somebody writes here."""
    pace.register(times_written)
    deeds = {"hide": _hide, "restore": _restore, "lock": _lock}
    register(
        SubjectKind(
            "chat.excerpt", find_excerpt, load_excerpts, draw_excerpt, draw_voice=draw_voice, may_see=may_see,
            deeds=deeds,
        )
    )  # fmt: skip
