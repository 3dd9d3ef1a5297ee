"""Proving once more who one is: before something that cannot be taken back."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people import kept_words, queries, sessions
from people.access import member_required
from people.forms.account import ConfirmForm
from people.models import Account
from people.views.passkeys import passkey_is_right, passkey_is_sent
from people.views.sending import next_page, sent


@sensitive_post_parameters("current_passphrase", "credential")
@require_http_methods(["GET", "POST"])
@member_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the passphrase or a passkey again, then go on with what was under way."""
    form = ConfirmForm(None if passkey_is_sent(request) else sent(request))
    if request.method == "POST" and _proves_it(request, form):
        sessions.note_confirmed(request.session, now=timezone.now())
        return redirect("kept_words" if kept_words.waiting(request) else next_page(request, "/account/"))
    facts = {
        "form": form,
        "next": next_page(request, otherwise=""),
        "has_passkey": queries.has_passkey(request.member.account_id),
    }
    status = HTTPStatus.OK if request.method == "GET" else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "people/confirm.html", facts, status=status)


def _proves_it(request: HttpRequest, form: Form) -> bool:
    if passkey_is_sent(request):
        return passkey_is_right(request, Account.objects.get(pk=request.member.account_id))
    return form.is_valid() and knows_passphrase(request, form)


def knows_passphrase(request: HttpRequest, form: Form, field: str = "current_passphrase") -> bool:
    """Check the passphrase in this form with the same lock-out as at the door; the form says what is wrong."""
    try:
        known = get_adapter().authenticate(
            request, username=request.member.name, password=form.cleaned_data[field]
        )
    except ValidationError as locked_out:
        form.add_error(None, locked_out)
        return False
    if known is None:
        form.add_error(field, _("That is not your passphrase. Please try again."))
    return known is not None
