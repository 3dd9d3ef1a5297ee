"""The account page: how the place looks and behaves for one member, and who has a key to it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.text import number_in
from people import actions, queries, sessions
from people.access import member_required
from people.forms import account as forms
from people.models import Member
from people.names import NameProblem
from people.views.proving import knows_passphrase
from people.views.sending import sent


@require_GET
@member_required
def account(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@member_required
def appearance_change(request: HttpRequest) -> HttpResponse:
    form = forms.AppearanceForm(request.POST)
    if not form.is_valid():
        return _page(request, appearance_form=form)
    actions.set_appearance(request.member, **form.cleaned_data)
    return _saved(request, "appearance")


@require_POST
@member_required
def discreet_change(request: HttpRequest) -> HttpResponse:
    actions.set_discreet(request.member, discreet=bool(request.POST.get("discreet")))
    return _saved(request, "discreet")


@require_POST
@member_required
def preferences_change(request: HttpRequest) -> HttpResponse:
    form = forms.PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, preferences_form=form)
    actions.set_preferences(request.member, **form.cleaned_data)
    return _saved(request, "preferences")


@require_POST
@member_required
def topics_change(request: HttpRequest) -> HttpResponse:
    form = _topics_form(request, request.POST)
    if not form.is_valid():
        return _page(request, topics_form=form)
    with transaction.atomic():
        for topic, choice in form.choices_made():
            actions.choose_topic(request.member, topic=topic, choice=choice)
    return _saved(request, "topics")


@require_http_methods(["GET", "POST"])
@member_required
def name_change(request: HttpRequest) -> HttpResponse:
    form = forms.ChangeNameForm(sent(request), initial={"name": request.member.name})
    if request.method == "POST" and form.is_valid() and not form.hint:
        try:
            actions.change_name(request.member, name=form.cleaned_data["name"], now=timezone.now())
            return _saved(
                request, "name", _("You are known by your new name from now on, on everything you wrote.")
            )
        except NameProblem as problem:
            form.add_error("name", str(problem))
    return render(request, "people/name_change.html", {"form": form}, status=_status(form))


@sensitive_post_parameters("current_passphrase", "new_passphrase")
@require_http_methods(["GET", "POST"])
@member_required
def passphrase_change(request: HttpRequest) -> HttpResponse:
    form = forms.ChangePassphraseForm(sent(request), member=request.member)
    if request.method == "POST" and form.is_valid() and knows_passphrase(request, form):
        changed = actions.change_passphrase(request.member, passphrase=form.cleaned_data["new_passphrase"])
        _stay_signed_in(request, changed)
        return _saved(
            request, "passphrase", _("Your passphrase is changed. Every other browser is signed out.")
        )
    return render(request, "people/passphrase_change.html", {"form": form}, status=_status(form))


@require_POST
@member_required
def device_sign_out(request: HttpRequest, device_id: int) -> HttpResponse:
    actions.sign_out_device(request.member, device_id=device_id)
    if not request.session.exists(request.session.session_key or ""):
        return _signed_out_here(request, _("You are signed out."))
    return _saved(request, "devices", _("That browser is signed out."))


@require_POST
@member_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session, this one too."""
    actions.sign_out_everywhere(request.member)
    return _signed_out_here(request, _("You are signed out everywhere."))


@require_POST
@member_required
def distance_undo(request: HttpRequest) -> HttpResponse:
    """Take back a block or a mute; a number that is neither changes nothing and says the same."""
    other = get_object_or_404(Member, pk=number_in(request.POST.get("member")))
    if request.POST.get("undo") == "block":
        actions.unblock(other, blocker=request.member)
    else:
        actions.unmute(other, muter=request.member)
    return _saved(request, "distances")


def _page(request: HttpRequest, **bound: Any) -> HttpResponse:
    viewer = request.viewer
    blocked, muted = queries.list_distances(request.member)
    facts = {
        "appearance_form": forms.AppearanceForm(initial=forms.appearance_of(viewer)),
        "discreet_form": forms.DiscreetForm(initial={"discreet": viewer.discreet}),
        "preferences_form": forms.PreferencesForm(initial=dict(vars(request.member))),
        "topics_form": _topics_form(request),
        "devices": queries.list_devices(request.member, today=timezone.now().date()),
        "session_key": request.session.session_key,
        "blocked": blocked,
        "muted": muted,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    return render(request, "people/account.html", {**facts, **bound}, status=status)


def _topics_form(request: HttpRequest, data: Any = None) -> forms.TopicsForm:
    return forms.TopicsForm(data, topics=queries.list_topics(), chosen=request.member.topic_choices)


def _saved(request: HttpRequest, part: str, words: str = "") -> HttpResponse:
    messages.success(request, words or _("Saved."))
    response = redirect("account")
    response["Location"] += f"#{part}"
    return response


def _signed_out_here(request: HttpRequest, words: str) -> HttpResponse:
    """Start a fresh session: saving the ended one would fail."""
    request.session.flush()
    messages.success(request, words)
    return redirect("sign_in")


def _status(form: Any) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK


def _stay_signed_in(request: HttpRequest, account: Any) -> None:
    """Every session was ended; give this browser a fresh one."""
    before = dict(request.session.items())
    request.session.flush()
    login(request, account, backend="people.backends.NameBackend")
    sessions.carry_over(before, request.session)
    if sessions.is_shared(request.session):
        request.session.set_expiry(0)
