"""Showing messages to staff: those a member chose and a few around them, copied as they are at that moment."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from chat import queries
from chat.actions.attachments import copy_attachments
from chat.models import Excerpt, ExcerptLine, Message, Request
from chat.queries import Standing
from people.models import Member

AROUND = 2


class NothingChosen(ValueError):
    """No message of somebody else was chosen."""


class SeveralChosen(ValueError):
    """Messages of several people were chosen; each report is about one."""


@transaction.atomic
def make_excerpt(standing: Standing, message_ids: Iterable[int], *, by: Member, now: datetime) -> Excerpt:
    """Copy the chosen messages and two on each side of each, as far as their maker can read them.

    Nobody else reads it until its maker reports it. Raises NothingChosen where nothing of somebody else was chosen, and
    SeveralChosen where it was said by several people.
    """
    chosen = set(message_ids)
    lines = queries.around(standing, chosen, now=now, how_many=AROUND)
    about = {each.author_id for each in lines if each.pk in chosen and each.author_id != by.pk}
    if not about:
        raise NothingChosen
    if len(about) > 1:
        raise SeveralChosen
    excerpt = Excerpt.objects.create(
        conversation=standing.conversation, by=by, about_id=about.pop(), made_at=now
    )
    drawn = ExcerptLine.objects.bulk_create(
        _line(excerpt, each, is_chosen=each.pk in chosen) for each in lines
    )
    copy_attachments(line for line in drawn if line.is_chosen or (line.message and not line.message.is_gone))
    return excerpt


def _line(excerpt: Excerpt, message: Message, *, is_chosen: bool) -> ExcerptLine:
    """Copy a message. What its author took back is copied only where the member chose it."""
    words = message.body if is_chosen or not message.is_gone else ""
    return ExcerptLine(
        excerpt=excerpt, message=message, author_id=message.author_id, words=words,
        said_at=message.created_at, is_chosen=is_chosen,
    )  # fmt: skip


@transaction.atomic
def make_excerpt_of_request(asked: Request, *, by: Member, now: datetime) -> Excerpt:
    """Copy the words of a request somebody got."""
    if asked.recipient_id != by.pk:
        raise PermissionDenied
    excerpt = Excerpt.objects.create(by=by, about=asked.sender, made_at=now)
    ExcerptLine.objects.create(
        excerpt=excerpt, author=asked.sender, words=asked.words, said_at=asked.sent_at, is_chosen=True
    )
    return excerpt
