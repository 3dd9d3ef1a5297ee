"""Voice notes, and what goes with messages."""

from typing import Any

from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.actions import Written
from api.v1.areas.conversations import say
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Id, Reference
from api.v1.shapes.conversations import MessageOut, NewVoiceNote
from chat import queries
from chat.models.attachments import MEDIA_TYPES

router = Router(tags=["conversations"])


@writes(
    router,
    "POST",
    "/conversations/{conversation_id}/voice-notes",
    _("Say something with your voice."),
    gives=MessageOut,
    status=201,
)
def send_voice_note(request: Any, conversation_id: Id, body: NewVoiceNote) -> Written:
    told = body.model_dump(exclude={"data"})
    message = say(request, conversation_id, told, {"voice": ContentFile(body.data, name="voice")})
    return Written(201, "message", str(message.pk))


@reads(
    router,
    "/attachments/{attachment_id}",
    _("See or hear what goes with a message you may read."),
    gives=bytes,
    media_type=tuple(MEDIA_TYPES.values()),
)
def get_attachment(request: Any, attachment_id: Reference) -> HttpResponse:
    found = queries.get_attachment(attachment_id, viewer=request.member, now=timezone.now())
    return HttpResponse(queries.open_file(found), content_type=found.media_type)
