"""What a member keeps here in files, and how much room is left."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from people import queries
from people.access import member_required


@require_GET
@member_required
def files(request: HttpRequest) -> HttpResponse:
    """Say how much one's own files take up, and where the largest of them are."""
    return render(
        request, "people/files.html", {"kept": queries.kept_files(request.member, now=timezone.now())}
    )
