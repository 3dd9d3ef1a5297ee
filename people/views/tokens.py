"""Tokens for programs: making one, seeing which there are, taking them back."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people import actions, queries, sessions
from people.access import confirmed_recently, member_required
from people.forms.tokens import TokenForm
from people.views.sending import sent


@never_cache
@require_http_methods(["GET", "POST"])
@confirmed_recently
def token_list(request: HttpRequest) -> HttpResponse:
    """The member's tokens, and a new one, which this answer shows and no other ever does."""
    now = timezone.now()
    may_lend = _may_lend_powers(request)
    form = TokenForm(sent(request), may_lend_powers=may_lend)
    status, secret = HTTPStatus.OK, ""
    if form.is_bound:
        secret = _make(request, form) if form.is_valid() else ""
        status = HTTPStatus.CREATED if secret else HTTPStatus.UNPROCESSABLE_ENTITY
    facts = {
        "form": TokenForm(may_lend_powers=may_lend) if secret else form,
        "tokens": queries.list_tokens(request.member, now=now),
        "secret": secret,
    }
    return render(request, "people/token_list.html", facts, status=status)


def _may_lend_powers(request: HttpRequest) -> bool:
    """Staff who passed the second step here, and proved once more who they are, may lend their powers."""
    return request.viewer.is_staff and sessions.has_passed_second_step(request.session)


def _make(request: HttpRequest, form: TokenForm) -> str:
    given = form.cleaned_data
    try:
        _token, secret = actions.make_token(
            request.member, name=given["name"], scopes=given["scopes"], days=given["days"],
            now=timezone.now(), has_second_factor=_may_lend_powers(request),
        )  # fmt: skip
    except actions.TooManyTokens as problem:
        form.add_error(None, problem)
        return ""
    return secret


@require_POST
@member_required
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take one back; somebody else's changes nothing and says the same."""
    actions.revoke_token(request.member, token_id=token_id)
    messages.success(request, _("That token works no more."))
    return redirect("token_list")
