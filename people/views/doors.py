"""Joining, signing in and out, leaving at once, and the agreement at the door."""

from http import HTTPStatus
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.language_choice import CHOSEN
from core.queries import get_community
from people import actions, fresh_codes, kept_words, queries
from people.forms.doors import AgreementForm, JoinForm, SignInForm
from people.models import Account, Agreement
from people.names import NameProblem, check_name, identity_hint
from people.signing_in import end_session, let_in
from people.views.sending import next_page, sent

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
# What was said and not shown yet, such as whom somebody blocked: not for whoever sits at this computer next.
UNSHOWN = "messages"


@never_cache
@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask for a name, a passphrase, the age and the agreement; nothing else."""
    if request.member:
        return redirect("/")
    community, agreement = get_community(), queries.current_agreement()
    if not community.anyone_may_join:
        return render(request, "people/join_closed.html", {"community": community})
    form = JoinForm(
        sent(request),
        initial={"name": request.GET.get("name", "")[:40], "agreement": agreement.pk},
        minimum_age=community.minimum_age,
        agreement_id=agreement.pk,
    )
    ready = request.method == "POST" and form.is_valid() and not form.hint
    if ready and (response := _sign_up(request, form, agreement)):
        return response
    facts = {"form": form, "agreement": agreement, "suggestions": queries.list_free_suggestions(6)}
    return render(
        request, "people/join.html", facts, status=UNPROCESSABLE if form.is_bound else HTTPStatus.OK
    )


def _sign_up(request: HttpRequest, form: JoinForm, agreement: Agreement) -> HttpResponse | None:
    if not ratelimit.consume(request, app="allauth.account", action="signup"):
        form.add_error(None, _("Many people have joined from here in the last minute. Please wait a minute."))
        return None
    given = form.cleaned_data
    try:
        member = actions.sign_up(
            name=given["name"],
            passphrase=given["passphrase"],
            now=timezone.now(),
            agreement=agreement,
            language=get_language(),
            discreet=given["discreet"],
        )
    except NameProblem as problem:
        form.add_error("name", str(problem))
        return None
    response = let_in(request, member.account, to=_codes_first(request))
    fresh_codes.show(request, actions.new_recovery_codes(member), now=timezone.now())
    return response


@require_GET
def join_name(request: HttpRequest) -> HttpResponse:
    """Answer, while somebody types a name, with a hint about it. It never says whether the name is taken."""
    typed = request.GET.get("name", "")[:400]
    problem, name = "", ""
    if typed.strip():
        try:
            name = check_name(typed)
        except NameProblem as found:
            problem = str(found)
    facts = {"hint": identity_hint(typed), "problem": problem, "name": name}
    return render(request, "people/_name_hint.html", facts)


@never_cache
@sensitive_post_parameters("passphrase", "kept")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in by name and passphrase; whatever they were sending comes along."""
    kept = kept_words.from_json(request.POST.get("kept", ""))
    if request.member and request.method == "GET":
        return redirect(next_page(request))
    form = SignInForm(sent(request))
    if request.method == "POST" and form.is_valid() and (account := _authenticate(request, form)):
        to = reverse("kept_words") if kept else next_page(request)
        response = let_in(request, account, to=to, shared=form.cleaned_data["shared"])
        if kept:
            kept_words.keep(request, kept)
        return response
    facts = {"form": form, "kept": kept, "next": next_page(request, otherwise="")}
    return render(
        request, "people/sign_in.html", facts, status=UNPROCESSABLE if form.is_bound else HTTPStatus.OK
    )


def _authenticate(request: HttpRequest, form: SignInForm) -> Account | None:
    given = form.cleaned_data
    try:
        account: Account | None = get_adapter().authenticate(
            request, username=given["name"], password=given["passphrase"]
        )
    except ValidationError as locked_out:
        form.add_error(None, locked_out)
        return None
    if account is None:
        form.add_error(None, _("That name and passphrase don't match. Please try again."))
    return account


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask once, then end the session."""
    if request.method == "GET":
        return render(request, "people/sign_out.html") if request.member else redirect("sign_in")
    end_session(request)
    response = redirect("/")
    response.delete_cookie(UNSHOWN, samesite="Lax")
    # Drafts kept in this browser, and what it would show without a connection, are not for whoever comes next.
    response["Clear-Site-Data"] = '"storage"'
    return response


@csrf_exempt
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and go to the neutral page at once. Works as a plain link, for strangers too.

    A link from elsewhere could at most sign somebody out; needing a token here could keep somebody in danger.
    """
    if request.COOKIES:
        end_session(request)
    response = HttpResponseRedirect(get_community().leave_url)
    response.status_code = HTTPStatus.SEE_OTHER
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    for cookie in (UNSHOWN, settings.CSRF_COOKIE_NAME, CHOSEN):
        response.delete_cookie(cookie, samesite="Lax")
    # No Clear-Site-Data: "cache" can take browsers seconds, and these seconds count; "storage" would take the mark
    # by which the script turns Back away. The script itself clears what tabs remember.
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest) -> HttpResponse:
    """Show the agreement in force to anybody, and ask members who have not accepted it."""
    current = queries.current_agreement()
    owes = bool(request.viewer and request.viewer.owes_agreement)
    form = AgreementForm(sent(request), initial={"agreement": current.pk})
    if request.method == "POST" and owes and form.is_valid():
        if form.cleaned_data["agreement"] == current.pk:
            actions.accept_agreement(request.member, agreement=current)
            return redirect("kept_words" if kept_words.waiting(request) else next_page(request))
        form = AgreementForm(initial={"agreement": current.pk})
    facts = {"agreement": current, "form": form if owes else None, "next": next_page(request, otherwise="")}
    return render(
        request, "people/agreement.html", facts, status=UNPROCESSABLE if form.errors else HTTPStatus.OK
    )


@never_cache
@require_GET
def kept_words_page(request: HttpRequest) -> HttpResponse:
    """Offer to send what somebody was writing when their session ended."""
    kept = kept_words.waiting(request) if request.member else None
    return render(request, "people/kept_words.html", {"kept": kept}) if kept else redirect("/")


@require_POST
def kept_words_let_go(request: HttpRequest) -> HttpResponse:
    kept_words.let_go(request)
    return redirect("/")


def _codes_first(request: HttpRequest) -> str:
    """Show a newcomer once the recovery codes, then how to leave, before anything they would want to leave from."""
    leaving = f"{reverse('leaving')}?{urlencode({'next': next_page(request)})}"
    return f"{reverse('recovery_codes')}?{urlencode({'next': leaving})}"
