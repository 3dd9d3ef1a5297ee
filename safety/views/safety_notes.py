"""A member's notes to themselves for hard moments."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import member_required
from safety import actions, queries
from safety.forms.safety_notes import SafetyNotesForm


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def safety_notes(request: HttpRequest) -> HttpResponse:
    """What one wrote to oneself; nobody else has this page, whatever their role."""
    notes = queries.get_safety_notes(request.member)
    form = SafetyNotesForm(
        request.POST if request.method == "POST" else None, initial=vars(notes) if notes else {}
    )
    if form.is_valid():
        actions.save_safety_notes(request.member, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved. Only you can read it."))
        return redirect("safety_notes")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "safety/safety_notes.html", {"form": form}, status=status)
