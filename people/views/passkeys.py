"""Passkeys: adding one, and coming in with one. The script people/passkeys.js fills in what the browser answers."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people import actions, kept_words, passkeys
from people.access import confirmed_recently
from people.forms.doors import SignInForm
from people.forms.second_steps import PasskeyForm
from people.limits import Tries
from people.models import Account
from people.signing_in import let_in, on_the_way_in
from people.views.security import second_step_added
from people.views.sending import next_page, sent


@never_cache
@require_GET
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Return what the browser is asked: for a passkey of whoever is here, or for any it has for this place."""
    if Tries(request, "passkey").are_used_up:
        return JsonResponse({}, status=HTTPStatus.TOO_MANY_REQUESTS)
    return JsonResponse(passkeys.ask_to_use(None if "any" in request.GET else _who_is_here(request)))


@never_cache
@sensitive_post_parameters()
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a passkey alone."""
    kept = kept_words.from_json(request.POST.get("kept", ""))
    account = _whose_passkey(request, None)
    if account is None:
        facts = {"form": SignInForm(), "kept": kept, "next": next_page(request, otherwise="")}
        return render(request, "people/sign_in.html", facts, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    to = reverse("kept_words") if kept else next_page(request)
    response = let_in(request, account, to=to, shared=bool(request.POST.get("shared")), has_passed=True)
    if kept:
        kept_words.keep(request, kept)
    return response


def passkey_is_sent(request: HttpRequest) -> bool:
    """Tell whether a form came with a passkey rather than with what was to be typed."""
    return bool(request.POST.get("credential"))


def passkey_is_right(request: HttpRequest, account: Account) -> bool:
    """Tell whether the passkey that was sent is this account's; if not, the page says that it was not taken."""
    return _whose_passkey(request, account) is not None


@never_cache
@require_GET
@confirmed_recently
def passkey_add_options(request: HttpRequest) -> HttpResponse:
    """Return what the browser is asked so that it makes a passkey."""
    return JsonResponse(passkeys.ask_to_add(_signed_in(request)))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@confirmed_recently
def passkey_add(request: HttpRequest) -> HttpResponse:
    """Add the passkey the browser made, under a name its owner knows it by."""
    form = PasskeyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            credential = passkeys.read_added(form.cleaned_data["credential"])
        except passkeys.NotThisPasskey:
            form.add_error(
                None, _("The passkey could not be added. Nothing was changed; please try once more.")
            )
        else:
            actions.add_passkey(request.member, name=form.cleaned_data["name"], credential=credential)
            return second_step_added(
                request,
                _(
                    "The passkey is added. You can sign in with it alone; a passphrase alone is not enough any more."
                ),
            )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/passkey_add.html", {"form": form}, status=status)


def _whose_passkey(request: HttpRequest, account: Account | None) -> Account | None:
    try:
        if not Tries(request, "passkey").are_used_up:
            return passkeys.read_used(request.POST.get("credential", ""), account)
    except passkeys.NotThisPasskey:
        pass
    messages.error(
        request, _("That passkey could not be used here. Please try again, or take another way in.")
    )
    return None


def _who_is_here(request: HttpRequest) -> Account | None:
    return _signed_in(request) if request.member else on_the_way_in(request)


def _signed_in(request: HttpRequest) -> Account:
    return Account.objects.get(pk=request.member.account_id)
