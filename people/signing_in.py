"""The last steps of every way in: the second step where an account has one, then the session.

Who is on the way in waits in the session under allauth's key; until the second step is passed nobody is signed in.
"""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from people import actions, sessions
from people.models import Account
from people.queries import has_second_step

_PASSED = "second_step_passed"


class SecondStepStage(LoginStage):
    """Asks for the second step between the right passphrase and the session."""

    key = "second_step"
    urlname = "second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        account = self.login.user
        if self.login.state.get(_PASSED) or account is None or not has_second_step(account.pk):
            return None, True
        return redirect(self.urlname), True


def let_in(
    request: HttpRequest, account: Account, *, to: str, shared: bool = False, has_passed: bool = False
) -> HttpResponse:
    """Sign somebody in whose passphrase, passkey or recovery code was right, or ask for the second step first.

    `has_passed` says that what they gave is both steps in one, as a passkey is. On a shared computer the session
    ends with the browser.
    """
    end_session(request)
    if shared:
        sessions.mark_shared(request.session)
        request.session.set_expiry(0)
    response: HttpResponse = perform_login(
        request, Login(user=account, redirect_url=to, state={_PASSED: has_passed})
    )
    if has_passed:
        sessions.note_second_step(request.session, now=timezone.now())
    return response


def on_the_way_in(request: HttpRequest) -> Account | None:
    """Return whose passphrase was given here a moment ago and who has yet to pass the second step."""
    stage = _waiting(request)
    account: Account | None = stage.login.user if stage else None
    return account if account and account.is_active else None


def go_on_in(request: HttpRequest) -> HttpResponse:
    """Sign in whoever is on the way in: the second step is passed."""
    stage = _waiting(request)
    if stage is None:
        return redirect("sign_in")
    response: HttpResponse = stage.exit()
    sessions.note_second_step(request.session, now=timezone.now())
    return response


def end_session(request: HttpRequest) -> None:
    """End the session that this browser has, whoever it belongs to."""
    member = request.member
    logout(request)
    request.member = request.viewer = None
    if member:
        actions.end_streams(member)


def _waiting(request: HttpRequest) -> LoginStage | None:
    if request.member is not None:
        return None
    return LoginStageController.enter(request, SecondStepStage.key)
