"""Coming back in without the passphrase. Whether a name exists shows neither in words nor in time."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people import actions, notes
from people.forms.second_steps import RecoverForm
from people.limits import Tries, wait_a_while
from people.models import Account
from people.names import name_key
from people.signing_in import let_in
from people.views.sending import sent


@never_cache
@sensitive_post_parameters("code", "new_passphrase")
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Take a name and a recovery code for a new passphrase; every session that there was ends."""
    if request.member and request.method == "GET":
        return redirect("security")
    form = RecoverForm(sent(request))
    if request.method == "POST" and form.is_valid() and (account := _recovered(request, form)):
        return let_in(request, account, to="/account/")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/recover.html", {"form": form, "can_send": notes.can_send()}, status=status)


def _recovered(request: HttpRequest, form: RecoverForm) -> Account | None:
    given = form.cleaned_data
    tries = Tries(request, "recover", who=name_key(given["name"]))
    if tries.are_used_up:
        form.add_error(None, wait_a_while())
        return None
    account = actions.recover_with_code(
        name=given["name"], code=given["code"], passphrase=given["new_passphrase"], now=timezone.now()
    )
    if account is None:
        form.add_error(
            None, _("That name and code don’t match, or the code was used already. Please try another.")
        )
        return None
    tries.give_back()
    return account
