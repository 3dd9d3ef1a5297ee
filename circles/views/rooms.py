"""The way to the room of a group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from circles import queries
from people.access import member_required


@require_GET
@member_required
def group_room(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """On to the room."""
    standing = queries.get_inside(support_group_id, viewer=request.member)
    return redirect(queries.room_of(standing))
