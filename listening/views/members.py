"""Asking for somebody to talk with now, and waiting."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from listening import actions, queries
from listening.forms import AskForm
from live.queries import place_now
from people.access import member_required


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def now(request: HttpRequest) -> HttpResponse:
    """Ask, or wait; whoever talks already is led there. Looking at it while waiting says that one is still here."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (asked := _ask(request, form)):
        return asked
    if request.method != "POST":
        actions.still_here(request.member, now=timezone.now())
    page = queries.now_page(request.member, now=timezone.now())
    if page.talk and not page.is_waiting:
        return redirect(page.talk)
    template = "listening/_waiting.html" if request.htmx and page.is_waiting else "listening/now.html"
    facts = {"page": page, "form": form, "place": place_now()}
    return render(request, template, facts, status=_status(form))


def _ask(request: HttpRequest, form: AskForm) -> HttpResponse | None:
    try:
        talk = actions.ask(request.member, help=form.cleaned_data["help"], now=timezone.now())
    except (actions.NobodyListens, PermissionDenied):
        return None  # the page says how things stand
    return redirect(talk)


@require_POST
@member_required
def now_leave(request: HttpRequest) -> HttpResponse:
    actions.leave(request.member, now=timezone.now())
    messages.success(request, _("You have left the queue. You can ask again at any time."))
    return redirect("now")


def _status(form: AskForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
