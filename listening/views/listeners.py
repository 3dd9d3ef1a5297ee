"""The page of those who listen, and of whoever leads them."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from listening import actions, permissions, queries
from listening.forms import LimitForm
from live.queries import place_now
from people.access import member_required
from safety.queries import duty_facts


def _require_listener(request: HttpRequest) -> None:
    if not permissions.can_listen(request.member):
        raise PermissionDenied


@require_safe
@member_required
def listening(request: HttpRequest) -> HttpResponse:
    """How many wait and for what, whom one talks with, and the one press that takes the next."""
    _require_listener(request)
    viewer, now = request.member, timezone.now()
    page = queries.listener_page(viewer, now=now)
    facts = {"page": page, "reads_notes": permissions.can_read_notes(viewer)}
    if request.htmx:
        return render(request, "listening/_queue.html", facts)
    form = LimitForm(initial={"most_at_once": page.limit})
    facts |= {"form": form, "place": place_now(), **duty_facts(viewer, now=now)}
    return render(request, "listening/listening.html", facts)


@require_POST
@member_required
def listening_next(request: HttpRequest) -> HttpResponse:
    """Take whoever waits longest."""
    _require_listener(request)
    try:
        talk = actions.take_next(request.member, now=timezone.now())
    except actions.NotListening:
        messages.info(request, _("Go on duty first, so that people are told truly whether somebody is here."))
        return redirect("listening")
    except actions.HandsFull:
        messages.info(request, _("You talk with as many people as you wanted to at a time."))
        return redirect("listening")
    if talk is None:
        messages.info(request, _("Nobody waits any more."))
        return redirect("listening")
    return redirect(talk)


@require_POST
@member_required
def listening_limit(request: HttpRequest) -> HttpResponse:
    """Say with how many people one talks at a time."""
    _require_listener(request)
    form = LimitForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.choose_limit(request.member, **form.cleaned_data, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("listening")


@require_safe
@member_required
def listening_notes(request: HttpRequest) -> HttpResponse:
    """What listeners noted, and what members answered in sums; for whoever leads."""
    if not permissions.can_read_notes(request.member):
        raise PermissionDenied
    facts = {"notes": queries.list_notes(request.member), "sums": queries.sums_of_answers(request.member)}
    return render(request, "listening/listening_notes.html", facts)
