"""Pictures, for those who may read the post they belong to."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from forum import queries
from forum.views.access import or_sign_in


@require_GET
@or_sign_in
def picture(request: HttpRequest, picture_id: UUID) -> HttpResponse | FileResponse:
    """The picture's file; 404 for whoever may not read its post."""
    found = queries.get_picture(picture_id, viewer=request.member)
    try:
        response = FileResponse(default_storage.open(found.file_name), content_type="image/webp")
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Disposition"] = "inline"
    return response
