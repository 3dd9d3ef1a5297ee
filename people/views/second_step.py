"""The second step: between the passphrase and the session, or later, to wake the powers of staff."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people import actions, queries, sessions
from people.forms.second_steps import CodeForm
from people.limits import Tries, wait_a_while
from people.models import Account
from people.signing_in import go_on_in, on_the_way_in
from people.views.passkeys import passkey_is_right, passkey_is_sent
from people.views.sending import next_page, sent


@never_cache
@sensitive_post_parameters("code", "credential")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a code from the app, a recovery code, or a passkey."""
    account = _who(request)
    if account is None:
        return redirect(next_page(request) if request.member else "sign_in")
    form = CodeForm(None if passkey_is_sent(request) else sent(request))
    if request.method == "POST" and _passes(request, form, account):
        return _go_on(request)
    facts = {
        "form": form,
        "next": next_page(request, otherwise=""),
        "has_passkey": queries.has_passkey(account.pk),
    }
    status = HTTPStatus.OK if request.method == "GET" else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "people/second_step.html", facts, status=status)


def _who(request: HttpRequest) -> Account | None:
    """Return who has yet to pass: somebody on the way in, or somebody signed in before they had a second step."""
    viewer = request.viewer
    if request.member is None:
        return on_the_way_in(request)
    if viewer.has_second_step and not sessions.has_passed_second_step(request.session):
        return Account.objects.get(pk=request.member.account_id)
    return None


def _passes(request: HttpRequest, form: CodeForm, account: Account) -> bool:
    if passkey_is_sent(request):
        return passkey_is_right(request, account)
    return form.is_valid() and _is_right(request, form, account)


def _is_right(request: HttpRequest, form: CodeForm, account: Account) -> bool:
    tries = Tries(request, "second_step", who=str(account.pk))
    if tries.are_used_up:
        form.add_error(None, wait_a_while())
        return False
    if not actions.pass_second_step(account, code=form.cleaned_data["code"], now=timezone.now()):
        form.add_error("code", _("That code is not right, or it was used already. Please try the next one."))
        return False
    tries.give_back()
    return True


def _go_on(request: HttpRequest) -> HttpResponse:
    if request.member is None:
        return go_on_in(request)
    sessions.note_second_step(request.session, now=timezone.now())
    return redirect(next_page(request))
