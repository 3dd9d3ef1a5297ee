"""The way to the room of a group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from circles import actions, queries
from people.access import member_required


@require_GET
@member_required
def group_room(request: HttpRequest, support_group_id: int) -> HttpResponse:
    """On to the room; it is made when the first comes."""
    standing = queries.get_inside(support_group_id, viewer=request.member)
    return redirect(actions.room_of_group(standing.place, now=timezone.now()))
