"""Pictures and voice notes, for those who may read the message they go with; copies, for staff on their case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from chat import queries
from chat.models.attachments import SealedFile
from core.ranges import answer_in_part
from people.access import member_required


@require_GET
@member_required
def attachment(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """What goes with a message; 404 for whoever may not read it."""
    found = queries.get_attachment(attachment_id, viewer=request.member, now=timezone.now())
    return _file(request, found)


@require_GET
@member_required
def excerpt_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A copy that was shown to staff; 404 for whoever has nothing to do with its case."""
    return _file(request, queries.get_excerpt_file(file_id, viewer=request.member))


def _file(request: HttpRequest, found: SealedFile) -> HttpResponse:
    response = answer_in_part(request, queries.open_file(found), content_type=found.media_type)
    response["Content-Disposition"] = "inline"
    return response
