"""Who may open a page. Strangers are asked to sign in, and whatever they were sending is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people import kept_words, sessions
from people.forms.doors import SignInForm
from people.permissions import allows, has_role_for

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def member_required(view: View[P]) -> View[P]:
    """Let members in who have accepted the newest agreement.

    A stranger's GET goes to the sign-in page and comes back. A stranger's POST is answered with 403 and a
    sign-in form that holds what they were sending. htmx gets 401 and leaves the page, and its words, alone.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.member is None:
            return _ask_to_sign_in(request)
        if request.viewer.owes_agreement:
            return _ask_to_agree(request)
        if request.method == "POST" and "kept_words" in request.session:
            kept_words.let_go(request, request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def permission_required(permission: str) -> Callable[[View[P]], View[P]]:
    """Let members in whose role has this permission; other members get 403.

    Whoever has it, and has not passed the second step here, is led to pass it or to set one up.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if allows(request.member, permission):
                return view(request, *args, **kwargs)
            if request.member.powers_rest and has_role_for(request.member, permission):
                return _ask_for_second_step(request)
            raise PermissionDenied

        return member_required(checked)

    return decorate


def confirmed_recently(view: View[P]) -> View[P]:
    """Let members in who gave their passphrase, or a passkey, again within the last ten minutes.

    Put it before whatever cannot be taken back. A POST that was asked to confirm waits, with its words, and is
    offered again afterwards, so it works for addresses that only answer POST as well.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if sessions.is_confirmed(request.session, now=timezone.now()):
            return view(request, *args, **kwargs)
        return _ask_to_confirm(request)

    return member_required(checked)


def _ask_to_confirm(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        words = _("Please give your passphrase again first: open %(address)s in another tab, then come back.")
        return HttpResponse(words % {"address": reverse("confirm")}, status=401)
    if request.method == "POST":
        kept_words.keep(request, kept_words.whole_post(request))
        return redirect("confirm")
    return redirect(_address("confirm", request))


def _ask_for_second_step(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(_("Your powers here rest until you pass the second step."), status=403)
    if request.method == "POST":
        kept_words.keep(request, kept_words.whole_post(request))
        to = reverse("kept_words")
    else:
        to = request.get_full_path()
    door = "second_step" if request.viewer.has_second_step else "security"
    return redirect(f"{reverse(door)}?{urlencode({'next': to})}")


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(
            _(
                "You are not signed in any more. Your words are still here: sign in in another tab, then send them."
            ),
            status=401,
        )
    if request.method == "POST":
        return _sign_in_with_words(request)
    return redirect(_address("sign_in", request))


def _sign_in_with_words(request: HttpRequest) -> HttpResponse:
    facts: dict[str, Any] = {
        "form": SignInForm(),
        "kept": kept_words.from_post(request),
        "next": "",
        "has_files": bool(request.FILES),
    }
    return render(request, "people/sign_in.html", facts, status=403)


def _ask_to_agree(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(
            _("The agreement here has changed. Please open it in another tab first."), status=403
        )
    if request.method == "POST":
        if kept := kept_words.from_post(request):
            kept_words.keep(request, kept)
        return redirect("agreement")
    return redirect(_address("agreement", request))


def _address(name: str, request: HttpRequest) -> str:
    return f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"
