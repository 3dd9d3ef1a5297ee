"""Pictures and voice notes, for those who may read the message they go with; copies, for staff on their case."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.http import Http404

from chat.models import Attachment, ExcerptFile, Message
from chat.models.attachments import SealedFile
from chat.queries.conversations import Standing, get_standing
from chat.queries.messages import get_message, messages_in
from core.sealing import BrokenSeal
from people.models import Member
from safety.queries import ids_at_desk


def get_attachment(attachment_id: UUID, *, viewer: Member, now: datetime) -> Attachment:
    """Return what goes with a standing message this member may read; Http404 for everything else.

    For those at the desk also what goes with a message in a room that they have a case about.
    """
    found = Attachment.objects.filter(pk=attachment_id).first()
    if found is None:
        raise Http404
    if Attachment.objects.filter(pk=found.pk, message__in=ids_at_desk("chat.message", viewer)).exists():
        return found
    _standing, message = get_message(found.message_id, viewer=viewer, now=now)
    if message.is_gone:
        raise Http404
    return found


def get_excerpt_file(file_id: UUID, *, viewer: Member) -> ExcerptFile:
    """Return a copy that was shown to staff, for those at the desk who have to do with its case; Http404 otherwise."""
    at_issue = ids_at_desk("chat.excerpt", viewer)
    found = ExcerptFile.objects.filter(pk=file_id, line__excerpt__in=at_issue).first()
    if found is None:
        raise Http404
    return found


def places_of_attachments(
    attachments: Iterable[Attachment], viewer: Member, now: datetime
) -> dict[Attachment, str]:
    """Return where these stand, of those whose words stand and are the viewer's to read."""
    by_message = defaultdict(list)
    for attachment in attachments:
        by_message[attachment.message_id].append(attachment)
    talks = Message.objects.filter(pk__in=by_message).values_list("conversation_id", flat=True).distinct()
    return {
        attachment: f"/messages/{message.pk}/"
        for standing in _standings_in(talks, viewer)
        for message in messages_in(standing, now=now).filter(pk__in=by_message)
        if not message.is_gone
        for attachment in by_message[message.pk]
    }


def _standings_in(talks: Iterable[int], viewer: Member) -> Iterator[Standing]:
    for pk in talks:
        with suppress(Http404):
            yield get_standing(pk, viewer=viewer)


def open_file(file: SealedFile) -> bytes:
    """Return what is in it; Http404 where it is lost or was emptied."""
    try:
        return file.read_file()
    except (FileNotFoundError, BrokenSeal):
        raise Http404 from None
