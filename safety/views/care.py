"""Looking after whoever looks after others."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import member_required
from safety import actions, permissions, queries
from safety.forms.rota import LimitsForm


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def own_limits(request: HttpRequest) -> HttpResponse:
    """What one would rather leave to others at the desk; nobody else sees it."""
    if not permissions.can_see_desk(request.member):
        raise PermissionDenied
    said = sorted(queries.left_out_by(request.member))
    form = LimitsForm(request.POST if request.method == "POST" else None, initial={"left_out": said})
    if form.is_valid():
        actions.set_own_limits(request.member, left_out=form.cleaned_data["left_out"])
        messages.success(request, _("Saved. Nobody is told."))
        return redirect("own_limits")
    return render(request, "safety/own_limits.html", {"form": form}, status=422 if form.is_bound else 200)
