"""The ways in: which there are, adding one, taking one off, recovery codes. All after proving once more who one is."""

from http import HTTPStatus

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.queries import get_community
from core.sealing import BrokenSeal, seal, unseal
from people import actions, fresh_codes, notes, queries, sessions
from people.access import confirmed_recently, member_required
from people.forms.second_steps import AppForm
from people.limits import Tries, wait_a_while
from people.models import Account
from people.qr import qr_svg
from people.views.sending import next_page, sent

_APP_KEY = "app_secret"


@require_GET
@confirmed_recently
def security(request: HttpRequest) -> HttpResponse:
    """Show every way in there is."""
    facts = {
        "steps": queries.list_second_steps(request.member),
        "codes_left": queries.recovery_codes_left(request.member),
        "address": queries.get_address(request.member),
        "can_send": notes.can_send(),
        "is_staff": request.viewer.is_staff,
        "next": next_page(request, otherwise=""),
    }
    return render(request, "people/security.html", facts)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@confirmed_recently
def app_add(request: HttpRequest) -> HttpResponse:
    """Show a key for an app, and add the app once it shows the right code."""
    secret = _app_secret(request)
    form = AppForm(sent(request))
    if request.method == "POST" and form.is_valid() and _shows_code(request, form, secret):
        actions.add_app(request.member, secret=secret)
        request.session.pop(_APP_KEY, None)
        return second_step_added(
            request, _("The app is added. From now on you are asked for its code when you sign in.")
        )
    address = get_adapter().build_totp_url(Account.objects.get(pk=request.member.account_id), secret)
    facts = {
        "form": form,
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "address": address,
        "picture": qr_svg(address),
        "shown_as": get_community().neutral_name,
        "replaces": any(not step.is_passkey for step in queries.list_second_steps(request.member)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/app_add.html", facts, status=status)


@require_POST
@confirmed_recently
def second_step_remove(request: HttpRequest, number: int) -> HttpResponse:
    actions.remove_second_step(request.member, number=number)
    if not queries.has_second_step(request.member.account_id):
        sessions.forget_second_step(request.session)
    messages.success(request, _("It is taken off your account."))
    return redirect("security")


@require_POST
@confirmed_recently
def recovery_codes_make(request: HttpRequest) -> HttpResponse:
    """Make new codes; the old ones stop working."""
    fresh_codes.show(request, actions.new_recovery_codes(request.member), now=timezone.now())
    return redirect("recovery_codes")


@require_http_methods(["GET", "POST"])
@member_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show codes that were just made, until their owner says that they kept them or does not want any."""
    codes = fresh_codes.shown(request, now=timezone.now())
    if request.method == "POST":
        if codes and request.POST.get("wish") == "none":
            actions.drop_recovery_codes(request.member)
        fresh_codes.put_away(request)
        return redirect(next_page(request, "/account/"))
    if not codes:
        return redirect(next_page(request, "/account/security/"))
    facts = {"codes": codes, "next": next_page(request, otherwise="")}
    return render(request, "people/recovery_codes.html", facts)


@require_GET
@member_required
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """Give the codes out as a text file whose name and words say nothing."""
    codes = fresh_codes.shown(request, now=timezone.now())
    if not codes:
        return redirect("security")
    response = HttpResponse("\r\n".join([*codes, ""]), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{timezone.now():%Y-%m-%d}.txt"'
    response["Cache-Control"] = "no-store"
    return response


def _app_secret(request: HttpRequest) -> str:
    """Return the key of the app that is being added; it waits sealed in the session while the app is set up."""
    try:
        return unseal(request.session[_APP_KEY])
    except (KeyError, BrokenSeal):
        secret: str = generate_totp_secret()
        request.session[_APP_KEY] = seal(secret)
        return secret


def _shows_code(request: HttpRequest, form: AppForm, secret: str) -> bool:
    tries = Tries(request, "second_step", who=str(request.member.account_id))
    if tries.are_used_up:
        form.add_error(None, wait_a_while())
        return False
    if not actions.is_right_app_code(secret, code=form.cleaned_data["code"]):
        form.add_error(
            "code",
            _("That is not the code this key makes. Please look whether the clock of the device is right."),
        )
        return False
    tries.give_back()
    return True


def second_step_added(request: HttpRequest, words: str) -> HttpResponse:
    """Go on after something was added: whoever just set it up has passed it."""
    sessions.note_second_step(request.session, now=timezone.now())
    messages.success(request, words)
    if not queries.recovery_codes_left(request.member):
        fresh_codes.show(request, actions.new_recovery_codes(request.member), now=timezone.now())
        return redirect("recovery_codes")
    return redirect("security")
