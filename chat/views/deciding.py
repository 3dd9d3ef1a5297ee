"""Taking down what somebody else said in a room: each time with a reason that they read."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chat import actions, permissions, queries
from core.languages import isolated
from people.access import member_required
from safety.actions import CannotBeDone, CaseMoved
from safety.forms.deciding import DecideForm


@require_http_methods(["GET", "POST"])
@member_required
def message_take_down(request: HttpRequest, message_id: int) -> HttpResponse:
    """Ask whoever looks after the room for reasons, then take a message down."""
    now = timezone.now()
    standing, message = queries.get_message(message_id, viewer=request.member, now=now)
    if not permissions.can_take_down(request.member, message):
        raise Http404
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.take_down_in_room(message, by=request.member, now=now, **form.cleaned_data)
            messages.success(request, _("Done. Whoever wrote it is told why."))
            return redirect(message)
        except CaseMoved as moved:
            name = moved.case.holder.name if moved.case.holder else "…"
            form.add_error(
                None, _("%(name)s looks after this at the safety desk just now.") % {"name": isolated(name)}
            )
        except CannotBeDone:
            messages.info(request, _("That cannot be done any more: it is gone, or it stands so already."))
            return redirect(message)
    shown = queries.show([message], standing=standing, now=now)[0]
    context = {"standing": standing, "shown": shown, "form": form}
    return render(request, "chat/message_take_down.html", context, status=422 if form.is_bound else 200)
